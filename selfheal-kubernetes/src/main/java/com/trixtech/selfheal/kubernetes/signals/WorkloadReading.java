package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.kubernetes.objects.Budgets;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.objects.Templates;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads a Deployment or a StatefulSet, with all that belongs to it, as a workload. Stateless. */
final class WorkloadReading {
  private final Cluster cluster;
  private final BiFunction<Pod, WorkloadRef, InstanceFact> instance;
  private final BiFunction<String, PodTemplateSpec, String> configuration;

  /**
   * Over one cluster.
   *
   * @param instance the fact of one pod
   * @param configuration hash of what a template refers to in a namespace
   */
  WorkloadReading(
      Cluster cluster,
      BiFunction<Pod, WorkloadRef, InstanceFact> instance,
      BiFunction<String, PodTemplateSpec, String> configuration) {
    this.cluster = cluster;
    this.instance = instance;
    this.configuration = configuration;
  }

  /** The facts; empty where the workload is not there, or is on its way out. */
  Optional<WorkloadFacts> facts(WorkloadRef ref) {
    return switch (ref.kind()) {
      case DEPLOYMENT ->
          cluster
              .deployment(ref.namespace(), ref.name())
              .filter(d -> d.getMetadata().getDeletionTimestamp() == null)
              .map(d -> deployment(ref, d));
      case STATEFUL_SET ->
          cluster
              .statefulSet(ref.namespace(), ref.name())
              .filter(s -> s.getMetadata().getDeletionTimestamp() == null)
              .map(s -> statefulSet(ref, s));
    };
  }

  private WorkloadFacts deployment(WorkloadRef ref, Deployment deployment) {
    List<ReplicaSet> replicaSets = cluster.replicaSets(deployment.getMetadata().getUid());
    String current = Revisions.currentName(deployment, replicaSets);
    List<Pod> pods =
        replicaSets.stream().flatMap(r -> cluster.pods(r.getMetadata().getUid()).stream()).toList();
    Function<PodTemplateSpec, String> hash = t -> configuration.apply(ref.namespace(), t);
    List<InstanceFact> instances = instances(ref, pods);
    return new WorkloadFacts(
        cluster.seenAt(),
        ref,
        Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1),
        current,
        Revisions.of(deployment, replicaSets, hash),
        rolling(current, instances),
        changedAt(deployment, replicaSets),
        disruptionsAllowed(ref, deployment.getSpec().getTemplate()),
        Hold.on(deployment).map(Hold::until).orElse(null),
        Owner.of(deployment).orElse(null),
        instances);
  }

  private static Instant changedAt(Deployment deployment, List<ReplicaSet> replicaSets) {
    return Revisions.current(deployment, replicaSets)
        .map(r -> r.getMetadata().getCreationTimestamp())
        .or(() -> Optional.ofNullable(deployment.getMetadata().getCreationTimestamp()))
        .flatMap(Times::of)
        .orElse(Instant.EPOCH);
  }

  /**
   * A StatefulSet has one revision here: what it had before is not gone back to, since its pods
   * hold state that does not go back with them.
   */
  private WorkloadFacts statefulSet(WorkloadRef ref, StatefulSet set) {
    String current =
        Optional.ofNullable(set.getStatus())
            .map(s -> s.getUpdateRevision())
            .orElseGet(() -> Templates.fingerprint(set));
    PodTemplateSpec template = set.getSpec().getTemplate();
    Revision revision =
        Revisions.revision(1, current, template, t -> configuration.apply(ref.namespace(), t));
    List<InstanceFact> instances = instances(ref, cluster.pods(set.getMetadata().getUid()));
    return new WorkloadFacts(
        cluster.seenAt(),
        ref,
        Objects.requireNonNullElse(set.getSpec().getReplicas(), 1),
        current,
        List.of(revision),
        rolling(current, instances),
        Times.of(set.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH),
        disruptionsAllowed(ref, template),
        Hold.on(set).map(Hold::until).orElse(null),
        Owner.of(set).orElse(null),
        instances);
  }

  private static boolean rolling(String current, List<InstanceFact> instances) {
    return instances.stream().anyMatch(i -> !i.revision().equals(current));
  }

  private List<InstanceFact> instances(WorkloadRef ref, List<Pod> pods) {
    return pods.stream().filter(PodReading::counts).map(p -> instance.apply(p, ref)).toList();
  }

  private int disruptionsAllowed(WorkloadRef ref, PodTemplateSpec template) {
    Map<String, String> labels =
        template.getMetadata() == null
            ? Map.of()
            : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    return Budgets.disruptionsAllowed(Budgets.on(labels, cluster.budgets(ref.namespace())));
  }
}
