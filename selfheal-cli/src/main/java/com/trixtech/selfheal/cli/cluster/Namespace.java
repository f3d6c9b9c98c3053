package com.trixtech.selfheal.cli.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.journal.IncidentHistory;
import com.trixtech.selfheal.kubernetes.objects.Budgets;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.operator.Leader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one namespace, each kind of object with one request, and writes annotations of its
 * policies. Without policies and Remediations there is nothing to tell; what else may not be read
 * is left out and said. Stateless.
 */
record Namespace(KubernetesClient api, Kubeconfig used) {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  Seen read(Instant now) {
    List<HealPolicy> policies = policies();
    IncidentHistory history = history();
    List<String> blind = new ArrayList<>();
    Lead lead = lead(now, blind);
    Workloads workloads = policies.isEmpty() ? Workloads.NONE : workloads(blind);
    return new Seen(
        now,
        policies.stream().map(workloads::watched).toList(),
        history.incidents(),
        lead,
        blind,
        history.unread());
  }

  /** The policies with their targets, by name, and nothing of the workloads. */
  List<Watched> governed() {
    return policies().stream().map(Workloads.NONE::watched).toList();
  }

  IncidentHistory history() {
    return IncidentHistory.of(remediations());
  }

  private List<Remediation> remediations() {
    return ask(
        "list",
        "remediations",
        () -> api.resources(Remediation.class).inNamespace(name()).list().getItems());
  }

  /**
   * The revision that a Deployment is set to, unless the journal says that it was proven good;
   * empty where it was, and where there is no such Deployment.
   */
  Optional<String> unproven(WorkloadRef workload) {
    Deployment deployment =
        ask(
            "get",
            "deployments",
            () -> api.apps().deployments().inNamespace(name()).withName(workload.name()).get());
    if (deployment == null) {
      return Optional.empty();
    }
    List<ReplicaSet> replicaSets =
        ask(
            "list",
            "replicasets",
            () -> api.apps().replicaSets().inNamespace(name()).list().getItems());
    String current =
        Revisions.currentName(
            deployment, Workloads.controlled(deployment.getMetadata().getUid(), replicaSets));
    return IncidentHistory.releases(remediations(), workload).proven().containsKey(current)
        ? Optional.empty()
        : Optional.of(current);
  }

  /** Which operator leads now. */
  Lead lead(Instant now) {
    return lead(now, new ArrayList<>());
  }

  private Lead lead(Instant now, List<String> blind) {
    Optional<Optional<Leader>> lease =
        allowed("get", "leases", blind, () -> Leader.read(api, name()));
    return new Lead(now, lease.flatMap(leader -> leader), lease.isPresent());
  }

  /** Who asks, as the API server knows them; empty where it does not say. */
  Optional<String> user() {
    try {
      return Optional.of(
          api.authentication()
              .v1()
              .selfSubjectReviews()
              .create(new SelfSubjectReview())
              .getStatus()
              .getUserInfo()
              .getUsername());
    } catch (KubernetesClientException e) {
      if (ClusterFailure.forbidden(e) || e.getCode() == 404) {
        return Optional.empty();
      }
      throw ClusterFailure.of(e, "create", "selfsubjectreviews", used);
    }
  }

  /**
   * Changes annotations of a policy, and nothing else of it.
   *
   * @param annotations each with its value; empty takes it away
   * @param asRead whether it is done only if nothing of the policy has changed since it was read
   * @return false where it was not done because something has
   */
  boolean annotate(HealPolicy policy, Map<String, Optional<String>> annotations, boolean asRead) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    if (asRead) {
      metadata.put("resourceVersion", policy.getMetadata().getResourceVersion());
    }
    ObjectNode values = metadata.putObject("annotations");
    annotations.forEach((name, value) -> values.put(name, value.orElse(null)));
    return ask(
        "patch",
        "healpolicies",
        () -> {
          try {
            api.resource(policy).patch(MERGE, patch.toString());
            return true;
          } catch (KubernetesClientException e) {
            if (e.getCode() == 409) {
              return false;
            }
            throw e;
          }
        });
  }

  String name() {
    return used.config().getNamespace();
  }

  private List<HealPolicy> policies() {
    return ask(
        "list",
        "healpolicies",
        () ->
            api.resources(HealPolicy.class).inNamespace(name()).list().getItems().stream()
                .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
                .toList());
  }

  private Workloads workloads(List<String> blind) {
    return new Workloads(
        orNone(
            "deployments",
            blind,
            () -> api.apps().deployments().inNamespace(name()).list().getItems()),
        orNone(
            "statefulsets",
            blind,
            () -> api.apps().statefulSets().inNamespace(name()).list().getItems()),
        orNone(
            "replicasets",
            blind,
            () -> api.apps().replicaSets().inNamespace(name()).list().getItems()),
        orNone("pods", blind, () -> api.pods().inNamespace(name()).list().getItems()),
        orNone(
            "poddisruptionbudgets",
            blind,
            () -> api.policy().v1().podDisruptionBudget().inNamespace(name()).list().getItems()));
  }

  private <T> List<T> orNone(String resource, List<String> blind, Supplier<List<T>> request) {
    return allowed("list", resource, blind, request).orElse(List.of());
  }

  /** Empty where the right to it is missing, which is then said. */
  private <T> Optional<T> allowed(
      String verb, String resource, List<String> blind, Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (KubernetesClientException e) {
      if (!ClusterFailure.forbidden(e)) {
        throw ClusterFailure.of(e, verb, resource, used);
      }
      blind.add("you may not %s %s here, so they are left out".formatted(verb, resource));
      return Optional.empty();
    }
  }

  /** One request; what goes wrong with it becomes a failure of the command. */
  private <T> T ask(String verb, String resource, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw ClusterFailure.of(e, verb, resource, used);
    }
  }

  /** The namespace's workloads with what belongs to them, found by owner as the operator does. */
  private record Workloads(
      List<Deployment> deployments,
      List<StatefulSet> statefulSets,
      List<ReplicaSet> replicaSets,
      List<Pod> pods,
      List<PodDisruptionBudget> budgets) {
    private static final Workloads NONE =
        new Workloads(List.of(), List.of(), List.of(), List.of(), List.of());

    Watched watched(HealPolicy policy) {
      WorkloadRef target = policy.target().orElse(null);
      Watched unfound =
          new Watched(policy, policy.read(), target, false, 0, 0, List.of(), Budgets.NONE);
      return target == null ? unfound : found(unfound, target).orElse(unfound);
    }

    private Optional<Watched> found(Watched watched, WorkloadRef target) {
      return switch (target.kind()) {
        case DEPLOYMENT ->
            named(deployments, target.name())
                .map(d ->
                    watched.found(
                        d.getSpec().getReplicas(),
                        revision(d),
                        podsOf(d),
                        allowed(d.getSpec().getTemplate().getMetadata().getLabels())));
        case STATEFUL_SET ->
            named(statefulSets, target.name())
                .map(s ->
                    watched.found(
                        s.getSpec().getReplicas(),
                        0,
                        byName(controlled(s.getMetadata().getUid(), pods)),
                        allowed(s.getSpec().getTemplate().getMetadata().getLabels())));
      };
    }

    private static List<Pod> byName(List<Pod> pods) {
      return pods.stream().sorted(Comparator.comparing(p -> p.getMetadata().getName())).toList();
    }

    private List<Pod> podsOf(Deployment deployment) {
      return byName(
          controlled(deployment.getMetadata().getUid(), replicaSets).stream()
              .flatMap(r -> controlled(r.getMetadata().getUid(), pods).stream())
              .toList());
    }

    private int allowed(@Nullable Map<String, String> labels) {
      return Budgets.disruptionsAllowed(
          Budgets.on(Objects.requireNonNullElse(labels, Map.of()), budgets));
    }

    private int revision(Deployment deployment) {
      return Revisions.current(
              deployment, controlled(deployment.getMetadata().getUid(), replicaSets))
          .flatMap(r -> Marks.annotation(r, Marks.REVISION))
          .filter(number -> number.matches("\\d{1,9}"))
          .map(Integer::parseInt)
          .orElse(0);
    }

    private static <T extends HasMetadata> Optional<T> named(List<T> all, String name) {
      return all.stream().filter(o -> o.getMetadata().getName().equals(name)).findFirst();
    }

    private static <T extends HasMetadata> List<T> controlled(String uid, List<T> all) {
      return all.stream().filter(o -> Owner.controls(uid, o)).toList();
    }
  }
}
