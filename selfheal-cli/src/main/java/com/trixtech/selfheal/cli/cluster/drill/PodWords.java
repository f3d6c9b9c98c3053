package com.trixtech.selfheal.cli.cluster.drill;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the API server says of a pod that does not run, in a sentence. Pure. */
final class PodWords {
  /** What does not get better by waiting. */
  private static final Set<String> HOPELESS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private PodWords() {}

  static String why(Pod pod) {
    return waiting(pod)
        .map(state -> state + message(pod))
        .or(() -> ended(pod))
        .or(() -> unscheduled(pod))
        .orElseGet(() ->
            "phase "
                + Optional.ofNullable(pod.getStatus())
                    .flatMap(s -> Optional.ofNullable(s.getPhase()))
                    .orElse("Pending"));
  }

  static boolean hopeless(Pod pod) {
    return waiting(pod).filter(HOPELESS::contains).isPresent() || ended(pod).isPresent();
  }

  static boolean running(Pod pod) {
    return states(pod).stream().anyMatch(s -> s.getRunning() != null);
  }

  private static Optional<String> waiting(Pod pod) {
    return states(pod).stream()
        .filter(s -> s.getWaiting() != null && s.getWaiting().getReason() != null)
        .map(s -> s.getWaiting().getReason())
        .findFirst();
  }

  private static String message(Pod pod) {
    return states(pod).stream()
        .filter(s -> s.getWaiting() != null && s.getWaiting().getMessage() != null)
        .map(s -> ": " + s.getWaiting().getMessage())
        .findFirst()
        .orElse("");
  }

  private static Optional<String> ended(Pod pod) {
    return states(pod).stream()
        .filter(s -> s.getTerminated() != null)
        .map(s ->
            "its container has ended (exit code %d)".formatted(s.getTerminated().getExitCode()))
        .findFirst();
  }

  private static Optional<String> unscheduled(Pod pod) {
    List<PodCondition> conditions =
        pod.getStatus() == null
            ? List.of()
            : Objects.requireNonNullElse(pod.getStatus().getConditions(), List.of());
    return conditions.stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> "not scheduled: " + Objects.requireNonNullElse(c.getMessage(), ""))
        .findFirst();
  }

  private static List<ContainerState> states(Pod pod) {
    List<ContainerStatus> statuses =
        pod.getStatus() == null
            ? List.of()
            : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
    return statuses.stream().map(ContainerStatus::getState).filter(Objects::nonNull).toList();
  }
}
