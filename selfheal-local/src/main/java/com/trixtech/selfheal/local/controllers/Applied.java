package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.Sourced;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The applied objects that are no workloads, as they stand on the disk. Immutable. */
public record Applied(
    List<Service> services,
    List<PodDisruptionBudget> budgets,
    List<ConfigMap> configMaps,
    List<Secret> secrets,
    List<DestinationRule> destinationRules,
    List<DependencyCheck> checks,
    List<Window> windows) {

  /** Nothing was applied yet. */
  public static final Applied NOTHING =
      new Applied(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** What a workload's traffic is summed over, as its policy says. */
  public record Window(WorkloadRef workload, Duration length) {}

  @SuppressWarnings("NullAway") // as an earlier version's file leaves the windows
  public Applied {
    services = List.copyOf(services);
    budgets = List.copyOf(budgets);
    configMaps = List.copyOf(configMaps);
    secrets = List.copyOf(secrets);
    destinationRules = List.copyOf(destinationRules);
    checks = List.copyOf(checks);
    windows = windows == null ? List.of() : List.copyOf(windows);
  }

  static Applied of(Manifests manifests) {
    return new Applied(
        values(manifests.services()),
        values(manifests.podDisruptionBudgets()),
        values(manifests.configMaps()),
        values(manifests.secrets()),
        values(manifests.destinationRules()),
        DependencyCheck.of(values(manifests.healPolicies())),
        manifests.healPolicies().stream().map(p -> window(p.value())).toList());
  }

  private static Window window(HealPolicy policy) {
    return new Window(
        LoopPolicies.target(policy.namespace(), policy.spec().targetRef()),
        policy.spec().serviceLevel().window());
  }

  /** What the traffic of this workload is summed over. */
  public Duration window(WorkloadRef workload) {
    return windows.stream()
        .filter(w -> w.workload().equals(workload))
        .map(Window::length)
        .findFirst()
        .orElse(Policy.ServiceLevel.DEFAULT.window());
  }

  /** The ConfigMaps and Secrets of one namespace. */
  ConfigSource config(String namespace) {
    return new ConfigSource() {
      @Override
      public Optional<ConfigMap> configMap(String name) {
        return named(configMaps, namespace, name);
      }

      @Override
      public Optional<Secret> secret(String name) {
        return named(secrets, namespace, name);
      }
    };
  }

  /** The disruption budgets that choose pods with these labels. */
  List<PodDisruptionBudget> budgetsFor(String namespace, Map<String, String> labels) {
    return budgets.stream()
        .filter(budget -> Manifests.namespaceOf(budget).equals(namespace))
        .filter(budget -> LabelMatch.matches(budget.getSpec().getSelector(), labels))
        .toList();
  }

  /** The rule for a Service, named in short in its own namespace, or in full. */
  Optional<DestinationRule> rule(Service service) {
    String name = service.getMetadata().getName();
    String namespace = Manifests.namespaceOf(service);
    String qualified = name + "." + namespace;
    List<String> hosts = List.of(qualified, qualified + ".svc", qualified + ".svc.cluster.local");
    return destinationRules.stream()
        .filter(rule -> {
          String host = rule.getSpec().getHost();
          return hosts.contains(host)
              || (name.equals(host) && Manifests.namespaceOf(rule).equals(namespace));
        })
        .findFirst();
  }

  private static <T> List<T> values(List<Sourced<T>> sources) {
    return sources.stream().map(Sourced::value).toList();
  }

  private static <T extends HasMetadata> Optional<T> named(
      List<T> among, String namespace, String name) {
    return among.stream()
        .filter(object ->
            Manifests.namespaceOf(object).equals(namespace)
                && object.getMetadata().getName().equals(name))
        .findFirst();
  }
}
