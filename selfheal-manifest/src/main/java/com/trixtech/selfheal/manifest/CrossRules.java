package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Spec.TargetRef;
import com.trixtech.selfheal.manifest.semantics.ConfigReference;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import com.trixtech.selfheal.manifest.semantics.ServiceEnvironment;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules between objects. Where some object could not be read, nothing is said about what does
 * not exist.
 */
final class CrossRules {
  private final Manifests all;
  private final Problems problems;
  private final boolean incomplete;
  private final List<Workload> workloads;

  CrossRules(Manifests all, Problems problems, boolean incomplete) {
    this.all = all;
    this.problems = problems;
    this.incomplete = incomplete;
    this.workloads = all.workloads();
  }

  void check() {
    duplicates();
    overlappingSelectors();
    disruptionBudgets();
    policiesOnOneTarget();
    if (!incomplete) {
      all.healPolicies().forEach(this::policyTargets);
      workloads.forEach(this::configReferences);
      all.services().forEach(this::service);
      all.statefulSets().forEach(this::governingService);
      all.destinationRules().forEach(this::destination);
    }
  }

  private void duplicates() {
    Map<String, Sourced<?>> first = new HashMap<>();
    for (Sourced<? extends HasMetadata> object : all.objects()) {
      String name = object.value().getMetadata().getName();
      String kind = object.value().getKind();
      once(
          first,
          kind + "/" + Manifests.namespaceOf(object.value()) + "/" + name,
          object,
          kind + " " + name);
    }
    all.healPolicies()
        .forEach(p ->
            once(
                first,
                "HealPolicy/" + p.value().namespace() + "/" + p.value().name(),
                p,
                "HealPolicy " + p.value().name()));
    Map<String, Workload> names = new HashMap<>();
    for (Workload workload : workloads) {
      Workload other = names.putIfAbsent(workload.namespace() + "/" + workload.name(), workload);
      if (other != null && other.kind() != workload.kind()) {
        problems.error(
            workload.source(),
            "metadata.name",
            "name: "
                + workload.name()
                + " (expected: each workload name once; "
                + other
                + " is in "
                + place(other.source())
                + ")");
      }
    }
  }

  private void once(Map<String, Sourced<?>> first, String key, Sourced<?> object, String what) {
    Sourced<?> other = first.putIfAbsent(key, object);
    if (other != null) {
      problems.error(
          object,
          "metadata.name",
          what + ": duplicate (expected: once; first in " + place(other) + ")");
    }
  }

  private void overlappingSelectors() {
    for (Workload a : workloads) {
      for (Workload b : workloads) {
        if (!a.toString().equals(b.toString())
            && a.namespace().equals(b.namespace())
            && LabelMatch.matches(a.selector(), b.podLabels())) {
          problems.error(
              a.source(),
              "spec.selector",
              "selector of "
                  + a
                  + ": also chooses the pods of "
                  + b
                  + " (expected: only its own pods)");
        }
      }
    }
  }

  private void disruptionBudgets() {
    Map<String, Sourced<PodDisruptionBudget>> guarded = new HashMap<>();
    for (Sourced<PodDisruptionBudget> budget : all.podDisruptionBudgets()) {
      String name = budget.value().getMetadata().getName();
      List<Workload> chosen =
          workloads.stream()
              .filter(w -> w.namespace().equals(Manifests.namespaceOf(budget.value())))
              .filter(
                  w -> LabelMatch.matches(budget.value().getSpec().getSelector(), w.podLabels()))
              .toList();
      if (chosen.size() > 1) {
        problems.error(
            budget,
            "spec.selector",
            "PodDisruptionBudget "
                + name
                + ": guards "
                + chosen
                + " (expected: one workload for each budget)");
      } else if (chosen.isEmpty()
          && !incomplete
          && !LabelMatch.isEmpty(budget.value().getSpec().getSelector())) {
        problems.warning(
            budget,
            "spec.selector",
            "PodDisruptionBudget "
                + name
                + ": guards nothing (expected: a workload of its namespace)");
      }
      for (Workload workload : chosen) {
        var other = guarded.putIfAbsent(workload.namespace() + "/" + workload, budget);
        if (other != null) {
          problems.error(
              budget,
              "spec.selector",
              "PodDisruptionBudget "
                  + name
                  + ": overlaps on "
                  + workload
                  + " (expected: one budget for each workload; the other is in "
                  + place(other)
                  + ")");
        }
      }
    }
  }

  private void policiesOnOneTarget() {
    Map<String, Sourced<HealPolicy>> first = new HashMap<>();
    for (Sourced<HealPolicy> policy : all.healPolicies()) {
      TargetRef target = policy.value().spec().targetRef();
      var other =
          first.putIfAbsent(
              policy.value().namespace() + "/" + target.kind() + "/" + target.name(), policy);
      if (other != null) {
        problems.error(
            policy,
            "spec.targetRef",
            "targetRef: "
                + target.kind()
                + " "
                + target.name()
                + " (expected: one HealPolicy for each target; the other is in "
                + place(other)
                + ")");
      }
    }
  }

  private void policyTargets(Sourced<HealPolicy> policy) {
    var spec = policy.value().spec();
    Optional<Workload> target = target(policy, "spec.targetRef", spec.targetRef());
    target.ifPresent(workload -> {
      int needed = spec.budget().healthyOf(workload.replicas());
      if (needed >= workload.replicas() && needed > 0) {
        problems.error(
            policy,
            "spec.budget.minHealthy",
            "minHealthy: "
                + spec.budget().minHealthy()
                + " (expected: fewer than the "
                + workload.replicas()
                + " replicas of "
                + workload
                + ", or no act is ever allowed)");
      }
    });
    for (int i = 0; i < spec.dependsOn().size(); i++) {
      TargetRef dependency = spec.dependsOn().get(i).targetRef();
      String path = "spec.dependsOn[" + i + "].targetRef";
      if (dependency != null) {
        target(policy, path, dependency);
        if (dependency.kind() == spec.targetRef().kind()
            && dependency.name().equals(spec.targetRef().name())) {
          problems.error(
              policy,
              path,
              "targetRef: "
                  + dependency.kind()
                  + " "
                  + dependency.name()
                  + " (expected: another workload than the target itself)");
        }
      }
    }
  }

  private Optional<Workload> target(Sourced<HealPolicy> policy, String path, TargetRef wanted) {
    var near =
        workloads.stream().filter(w -> w.namespace().equals(policy.value().namespace())).toList();
    Optional<Workload> found =
        near.stream()
            .filter(w -> w.kind() == wanted.kind() && w.name().equals(wanted.name()))
            .findFirst();
    if (found.isEmpty()) {
      String expected =
          NearestName.expectation(
              wanted.kind() + " " + wanted.name(), near.stream().map(Workload::toString).toList());
      problems.error(
          policy,
          path,
          "targetRef: "
              + wanted.kind()
              + " "
              + wanted.name()
              + " does not exist in namespace "
              + policy.value().namespace()
              + " (expected: "
              + expected
              + ")");
    }
    return found;
  }

  private void configReferences(Workload workload) {
    ConfigSource config = all.config(workload.namespace());
    for (ConfigReference reference : ConfigReference.in(workload.template().getSpec())) {
      Optional<Map<String, String>> entries =
          switch (reference.kind()) {
            case ConfigMap -> config.configMap(reference.name()).map(ConfigSource::entries);
            case Secret -> config.secret(reference.name()).map(CrossRules::entriesOrNone);
          };
      String path = "spec.template.spec." + reference.path();
      String what = reference.kind() + " " + reference.name();
      String key = reference.key();
      if (reference.optional()) {
        continue;
      }
      if (entries.isEmpty()) {
        problems.error(
            workload.source(),
            path,
            what
                + ": does not exist in namespace "
                + workload.namespace()
                + " (expected: "
                + NearestName.expectation(
                    reference.name(), names(reference.kind(), workload.namespace()))
                + ")");
      } else if (key != null && !entries.get().containsKey(key)) {
        problems.error(
            workload.source(),
            path,
            "key: "
                + key
                + " of "
                + what
                + " (expected: "
                + NearestName.expectation(key, entries.get().keySet())
                + ")");
      }
    }
  }

  private static Map<String, String> entriesOrNone(io.fabric8.kubernetes.api.model.Secret secret) {
    try {
      return ConfigSource.entries(secret);
    } catch (IllegalArgumentException alreadyReported) {
      return new HashMap<>(Objects.requireNonNullElse(secret.getData(), Map.of()));
    }
  }

  private List<String> names(ConfigReference.Kind kind, String namespace) {
    List<? extends Sourced<? extends HasMetadata>> among =
        switch (kind) {
          case ConfigMap -> all.configMaps();
          case Secret -> all.secrets();
        };
    return among.stream()
        .filter(o -> Manifests.namespaceOf(o.value()).equals(namespace))
        .map(o -> o.value().getMetadata().getName())
        .toList();
  }

  private void service(Sourced<Service> service) {
    var spec = service.value().getSpec();
    if (spec.getSelector() == null || spec.getSelector().isEmpty()) {
      return;
    }
    var chosen =
        workloads.stream()
            .filter(w ->
                w.namespace().equals(Manifests.namespaceOf(service.value()))
                    && LabelMatch.matches(spec.getSelector(), w.podLabels()))
            .toList();
    String name = service.value().getMetadata().getName();
    if (chosen.isEmpty()) {
      problems.warning(
          service,
          "spec.selector",
          "Service "
              + name
              + ": selects nothing (expected: the pods of a workload of its namespace)");
      return;
    }
    for (int i = 0; i < spec.getPorts().size(); i++) {
      var targetPort = spec.getPorts().get(i).getTargetPort();
      String port = targetPort == null ? null : targetPort.getStrVal();
      List<String> declared =
          chosen.stream()
              .flatMap(w -> w.template().getSpec().getContainers().stream())
              .flatMap(c -> c.getPorts().stream())
              .flatMap(p -> Optional.ofNullable(p.getName()).stream())
              .toList();
      if (port != null && !declared.contains(port)) {
        problems.error(
            service,
            "spec.ports[" + i + "].targetPort",
            "targetPort: " + port + " (expected: " + NearestName.expectation(port, declared) + ")");
      }
    }
  }

  private void governingService(Sourced<StatefulSet> set) {
    String wanted = set.value().getSpec().getServiceName();
    Optional<Service> found = service(wanted, Manifests.namespaceOf(set.value()));
    if (wanted != null && !found.filter(ServiceEnvironment::isHeadless).isPresent()) {
      String what = found.isPresent() ? " is not headless" : " does not exist";
      problems.warning(
          set,
          "spec.serviceName",
          "serviceName: Service " + wanted + what + " (expected: a Service with clusterIP: None)");
    }
  }

  private void destination(Sourced<DestinationRule> rule) {
    String host = Objects.requireNonNullElse(rule.value().getSpec().getHost(), "");
    String[] parts = host.split("\\.", 3);
    String namespace = parts.length > 1 ? parts[1] : Manifests.namespaceOf(rule.value());
    if (service(parts[0], namespace).isEmpty() && !host.startsWith("*")) {
      problems.warning(
          rule,
          "spec.host",
          "host: " + host + " (expected: a Service; rules for an unknown host are ignored)");
    }
  }

  private Optional<Service> service(@Nullable String name, String namespace) {
    return all.services().stream()
        .map(Sourced::value)
        .filter(s ->
            s.getMetadata().getName().equals(name) && Manifests.namespaceOf(s).equals(namespace))
        .findFirst();
  }

  private static String place(Sourced<?> object) {
    return object.file() + ":" + object.line();
  }
}
