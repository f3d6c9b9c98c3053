package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows pods as the instances that they are. Pure. */
final class Instances {
  private Instances() {}

  static boolean ready(Pod pod) {
    return condition(pod, "Ready").filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  /**
   * One instance.
   *
   * @param open the open incident of its workload
   * @param known whether the operator's word on it is fresh
   */
  static InstanceStatus of(Pod pod, Optional<Incident> open, boolean known) {
    boolean ready = ready(pod);
    boolean ails = open.filter(i -> i.affected().contains(name(pod))).isPresent();
    boolean ending = pod.getMetadata().getDeletionTimestamp() != null;
    Health health =
        ails ? Health.FAILED : !known ? Health.UNKNOWN : ready ? Health.HEALTHY : Health.DEGRADED;
    return new InstanceStatus(
        name(pod),
        pod.getMetadata().getUid(),
        null,
        Objects.requireNonNullElse(status(pod).getPodIP(), ""),
        ready,
        health.word(),
        containers(pod).mapToInt(c -> Objects.requireNonNullElse(c.getRestartCount(), 0)).sum(),
        ending ? "it is being ended" : ready && !ails ? "" : detail(pod, ails, open),
        Objects.requireNonNullElse(pod.getSpec().getNodeName(), "no node"));
  }

  private static String detail(Pod pod, boolean ails, Optional<Incident> open) {
    String cause =
        ails ? open.map(i -> i.cause().word() + ": " + i.cause().sentence()).orElse("") : "";
    String platform = platform(pod);
    return cause.isEmpty() || platform.isEmpty() ? cause + platform : cause + "; " + platform;
  }

  /** What the platform says of a pod that is not ready. */
  private static String platform(Pod pod) {
    Optional<String> container = containers(pod).flatMap(c -> said(c).stream()).findFirst();
    return container
        .or(() ->
            condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()))
                .map(c -> "not scheduled: " + Objects.requireNonNullElse(c.getMessage(), "")))
        .orElse("");
  }

  private static Optional<String> said(ContainerStatus container) {
    if (container.getState() == null) {
      return Optional.empty();
    }
    ContainerStateWaiting waiting = container.getState().getWaiting();
    if (waiting != null) {
      return Optional.ofNullable(waiting.getReason());
    }
    ContainerStateTerminated ended = container.getState().getTerminated();
    return Optional.ofNullable(ended)
        .map(e ->
            "%s (exit code %d)"
                .formatted(
                    Objects.requireNonNullElse(e.getReason(), "ended"),
                    Objects.requireNonNullElse(e.getExitCode(), 0)));
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static PodStatus status(Pod pod) {
    return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Objects.requireNonNullElse(
        status(pod).getContainerStatuses(), List.<ContainerStatus>of())
        .stream();
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return Objects.requireNonNullElse(status(pod).getConditions(), List.<PodCondition>of()).stream()
        .filter(c -> type.equals(c.getType()))
        .findFirst();
  }
}
