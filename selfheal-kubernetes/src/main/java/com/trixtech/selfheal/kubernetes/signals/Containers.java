package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.manifest.semantics.GoDuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod's containers, taken together: the instance is no better than its worst one. Immutable. */
record Containers(Pod pod, List<ContainerStatus> statuses) {
  /** What kubelet writes while it cannot get or make a container: nothing of ours has run yet. */
  private static final Set<String> NOT_MADE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed",
          "CreateContainerConfigError",
          "CreateContainerError");

  private static final String CRASH_LOOP = "CrashLoopBackOff";

  /** Kubelet's own words: {@code back-off 2m40s restarting failed container=…}. */
  private static final Pattern BACK_OFF = Pattern.compile("back-off (\\S+) restarting");

  static Containers of(Pod pod) {
    var status = pod.getStatus();
    List<ContainerStatus> all = new ArrayList<>();
    if (status != null) {
      orEmpty(status.getInitContainerStatuses()).stream()
          .filter(c -> !completed(c))
          .forEach(all::add);
      all.addAll(orEmpty(status.getContainerStatuses()));
    }
    return new Containers(pod, all);
  }

  private static List<ContainerStatus> orEmpty(@Nullable List<ContainerStatus> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  private static boolean completed(ContainerStatus init) {
    ContainerStateTerminated ended = state(init).getTerminated();
    return ended != null && Objects.equals(ended.getExitCode(), 0);
  }

  private static ContainerState state(ContainerStatus status) {
    return Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
  }

  int restarts() {
    return statuses.stream()
        .mapToInt(c -> Objects.requireNonNullElse(c.getRestartCount(), 0))
        .sum();
  }

  /** Whether all have started: their start-up probe, where they have one, has succeeded. */
  boolean started() {
    return !statuses.isEmpty()
        && statuses.stream()
            .allMatch(c -> state(c).getRunning() != null && !Boolean.FALSE.equals(c.getStarted()));
  }

  /** Whether one has ended and waits, or is about to wait, for its next start. */
  boolean backingOff() {
    return statuses.stream()
        .anyMatch(c ->
            state(c).getTerminated() != null
                || waiting(c).filter(w -> CRASH_LOOP.equals(w.getReason())).isPresent());
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(state(status).getWaiting());
  }

  /** Why kubelet cannot get or make one of them; empty where it can. */
  Optional<String> notMade() {
    return statuses.stream()
        .flatMap(c ->
            waiting(c)
                .filter(w -> NOT_MADE.contains(Objects.requireNonNullElse(w.getReason(), "")))
                .map(w -> "%s: %s: %s".formatted(c.getName(), w.getReason(), w.getMessage()))
                .stream())
        .findFirst();
  }

  /** When the last of those that run began. */
  Optional<Instant> runningSince() {
    return statuses.stream()
        .flatMap(c -> Stream.ofNullable(state(c).getRunning()))
        .flatMap(running -> Times.of(running.getStartedAt()).stream())
        .max(Comparator.naturalOrder());
  }

  /** How one of them last ended. */
  Optional<Exit> lastExit() {
    return statuses.stream()
        .flatMap(c ->
            Stream.of(
                    state(c), Objects.requireNonNullElseGet(c.getLastState(), ContainerState::new))
                .flatMap(s -> Stream.ofNullable(s.getTerminated()))
                .map(ended -> exit(c, ended)))
        .max(Comparator.comparing(Exit::at));
  }

  private Exit exit(ContainerStatus container, ContainerStateTerminated ended) {
    int code = Objects.requireNonNullElse(ended.getExitCode(), -1);
    return new Exit(
        Times.of(ended.getFinishedAt()).orElse(Instant.EPOCH),
        code,
        reason(container, ended, code));
  }

  /**
   * Kubelet does not say whether it was a probe that ended a container. It asks with a TERM first,
   * which nobody else does, and a KILL of its mostly comes after failures that readiness has seen
   * too. One that strikes what was ready until its end came from elsewhere, or from a liveness that
   * knows more than readiness does.
   */
  private ExitReason reason(ContainerStatus container, ContainerStateTerminated ended, int code) {
    String word = Objects.requireNonNullElse(ended.getReason(), "");
    if (word.equals("OOMKilled")) {
      return ExitReason.OUT_OF_MEMORY;
    }
    if (word.equals("ContainerStatusUnknown") || word.equals("Unknown")) {
      return ExitReason.PLATFORM;
    }
    boolean bySignal = code == 128 + 15 || code == 128 + 9;
    boolean whileReady = code == 128 + 9 && readyUntil(ended);
    Optional<Container> spec =
        pod.getSpec().getContainers().stream()
            .filter(c -> c.getName().equals(container.getName()))
            .findFirst();
    if (bySignal && spec.filter(c -> c.getLivenessProbe() != null).isPresent()) {
      return whileReady ? ExitReason.KILLED : ExitReason.LIVENESS_PROBE;
    }
    return bySignal && !whileReady && spec.filter(c -> c.getStartupProbe() != null).isPresent()
        ? ExitReason.STARTUP_PROBE
        : ExitReason.ITSELF;
  }

  /** Both times are whole seconds, and kubelet sees an end before it writes the condition. */
  private boolean readyUntil(ContainerStateTerminated ended) {
    return PodReading.condition(pod, "Ready")
        .filter(ready ->
            "True".equals(ready.getStatus())
                || Times.of(ready.getLastTransitionTime())
                    .flatMap(
                        since -> Times.of(ended.getFinishedAt()).map(at -> !since.isBefore(at)))
                    .orElse(false))
        .isPresent();
  }

  /** When kubelet will start the last of those that wait. */
  Optional<Instant> nextStart() {
    return statuses.stream()
        .flatMap(c ->
            waiting(c)
                .filter(w -> CRASH_LOOP.equals(w.getReason()))
                .flatMap(w -> lastEnd(c).flatMap(end -> delay(w).map(end::plus)))
                .stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> lastEnd(ContainerStatus container) {
    return Optional.ofNullable(container.getLastState())
        .map(ContainerState::getTerminated)
        .flatMap(ended -> Times.of(ended.getFinishedAt()));
  }

  private static Optional<Duration> delay(ContainerStateWaiting waiting) {
    Matcher words = BACK_OFF.matcher(Objects.requireNonNullElse(waiting.getMessage(), ""));
    try {
      return words.find() ? Optional.of(GoDuration.parse(words.group(1))) : Optional.empty();
    } catch (IllegalArgumentException otherWords) {
      return Optional.empty();
    }
  }

  /** The words that tell most, for people. */
  String detail() {
    return statuses.stream()
        .flatMap(c ->
            waiting(c)
                .map(w -> "%s: %s".formatted(c.getName(), w.getReason()))
                .or(() ->
                    Optional.ofNullable(state(c).getTerminated())
                        .map(e -> "%s: ended with %d".formatted(c.getName(), e.getExitCode())))
                .stream())
        .findFirst()
        .orElse("");
  }
}
