package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads one pod as an instance.
 *
 * <p>A pod that no node has room for, or whose image cannot be got, is starting: it has failed in
 * no way that a release, or itself, is to blame for. It is never evidence of a bad release.
 * Stateless.
 */
final class PodReading {
  private PodReading() {}

  /** Whether the pod is an instance at all: one that has ended for good has been replaced. */
  static boolean counts(Pod pod) {
    String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
    return !"Failed".equals(phase) && !"Succeeded".equals(phase);
  }

  static InstanceRef ref(Pod pod, WorkloadRef workload) {
    return new InstanceRef(workload, pod.getMetadata().getName(), pod.getMetadata().getUid());
  }

  /** The fact, as it was known at {@code at}. */
  static InstanceFact fact(Pod pod, WorkloadRef workload, Instant at) {
    Containers containers = Containers.of(pod);
    Phase phase = phase(pod, containers);
    boolean ready = condition(pod, "Ready").filter(c -> is("True", c)).isPresent();
    return new InstanceFact(
        at,
        ref(pod, workload),
        createdAt(pod),
        revision(pod),
        phase,
        since(pod, phase, containers),
        ready,
        // Kubelet keeps to itself how often a probe has failed; what it makes of it is readiness.
        0,
        ready ? 0 : 1,
        containers.restarts(),
        containers.lastExit().orElse(null),
        phase == Phase.BACKING_OFF ? containers.nextStart().orElse(null) : null,
        null,
        detail(pod, containers));
  }

  private static Instant createdAt(Pod pod) {
    return Times.of(pod.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
  }

  private static String revision(Pod pod) {
    String hash = Marks.label(pod, Marks.TEMPLATE_HASH);
    return hash.isEmpty() ? Marks.label(pod, Marks.REVISION_HASH) : hash;
  }

  private static Phase phase(Pod pod, Containers containers) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Phase.TERMINATING;
    }
    if (containers.notMade().isPresent()) {
      return Phase.STARTING;
    }
    if (containers.backingOff()) {
      return Phase.BACKING_OFF;
    }
    return containers.started() ? Phase.RUNNING : Phase.STARTING;
  }

  private static Instant since(Pod pod, Phase phase, Containers containers) {
    Instant made = createdAt(pod);
    return switch (phase) {
      case STARTING, RUNNING -> containers.runningSince().orElse(made);
      case BACKING_OFF -> containers.lastExit().map(e -> e.at()).orElse(made);
      case TERMINATING -> {
        long grace =
            Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
        yield Times.of(pod.getMetadata().getDeletionTimestamp())
            .map(by -> by.minusSeconds(grace))
            .orElse(made);
      }
    };
  }

  private static String detail(Pod pod, Containers containers) {
    return unschedulable(pod).or(containers::notMade).orElseGet(containers::detail);
  }

  /** Why no node takes the pod; empty where one does. */
  static Optional<String> unschedulable(Pod pod) {
    return condition(pod, "PodScheduled")
        .filter(c -> is("False", c))
        .map(c -> "%s: %s".formatted(c.getReason(), c.getMessage()));
  }

  /** Why the pod's containers cannot be got or made; empty where they can. */
  static Optional<String> notMade(Pod pod) {
    return Containers.of(pod).notMade();
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    List<PodCondition> conditions =
        pod.getStatus() == null
            ? List.of()
            : Objects.requireNonNullElse(pod.getStatus().getConditions(), List.of());
    return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  private static boolean is(String status, PodCondition condition) {
    return status.equals(condition.getStatus());
  }
}
