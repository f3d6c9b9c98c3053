package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.selfheal.drill.FaultKind;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod that signals the processes of another one's container. From inside, the first process
 * ignores SIGKILL and SIGSTOP, so the signal must come from the node: this pod sees the node's
 * processes, may signal them, and may do nothing else. Pure.
 */
final class FaultPod {
  /** The line of its log that tells that the signal was sent. */
  static final String SENT = "sent";

  /** After this the kubelet ends a pod that has not ended; it lets go even then. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** Which of several containers is meant, as kubectl takes it. */
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /**
   * Every process whose control group is the container's. A stopped process can still be killed, so
   * the kubelet's own restart is not hindered, and what is left of the container goes on. PROC is
   * for tests.
   */
  static final String SCRIPT =
      """
      signal() {
        sent=
        for group in $(grep -ls "$CONTAINER" "${PROC:-/proc}"/[0-9]*/cgroup); do
          process=${group%/cgroup}
          kill -s "$1" "${process##*/}" 2>/dev/null && sent=1
        done
        [ -n "$sent" ]
      }
      none() {
        echo "container: no process of $CONTAINER on this node (expected: at least one)"
        exit 1
      }
      if [ "$FAULT" = KILL ]; then
        signal KILL || none
        echo sent
        exit 0
      fi
      trap 'signal CONT; exit 0' TERM INT
      signal STOP || none
      signal STOP # what was begun meanwhile
      echo sent
      sleep "$FOR" &
      wait $!
      signal CONT
      exit 0
      """;

  private FaultPod() {}

  /**
   * The fault, not yet sent.
   *
   * @param image has sh, grep and sleep; null = the victim's own, which its node has already
   * @throws IllegalStateException where the victim has no running container
   */
  static Pod of(
      FaultKind kind,
      Pod victim,
      String namespace,
      @Nullable String image,
      Duration duration,
      Instant now) {
    String container = container(victim);
    String drilled = victim.getMetadata().getNamespace();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withGenerateName("drill-" + word(kind).toLowerCase(java.util.Locale.ROOT) + "-")
        .withLabels(DrillMarks.labels(drilled))
        .withAnnotations(
            Map.of(
                DrillMarks.FAULT,
                word(kind),
                DrillMarks.VICTIM,
                victim.getMetadata().getName(),
                DrillMarks.UNTIL,
                now.plus(duration).toString()))
        .endMetadata()
        .withNewSpec()
        .withNodeName(victim.getSpec().getNodeName())
        .withHostPID(true)
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(10L)
        .withActiveDeadlineSeconds(duration.plus(MARGIN).toSeconds())
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .addNewContainer()
        .withName("fault")
        .withImage(image == null ? image(victim) : image)
        .withImagePullPolicy("IfNotPresent")
        .withCommand("sh", "-c", SCRIPT)
        .addNewEnv()
        .withName("CONTAINER")
        .withValue(container)
        .endEnv()
        .addNewEnv()
        .withName("FAULT")
        .withValue(word(kind))
        .endEnv()
        .addNewEnv()
        .withName("FOR")
        .withValue(Long.toString(duration.toSeconds()))
        .endEnv()
        .withNewSecurityContext()
        .withRunAsUser(0L)
        .withRunAsNonRoot(false)
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .withAdd("KILL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .withNewAppArmorProfile()
        .withType("Unconfined") // the usual one forbids signals to processes that it does not hold
        .endAppArmorProfile()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  private static String word(FaultKind kind) {
    return switch (kind) {
      case KILL, HANG -> kind.word();
      case WORKLOAD_DOWN, BAD_SAMPLE, ACT_DELAY ->
          throw new IllegalArgumentException(
              "fault: " + kind.word() + " (expected on a cluster: KILL or HANG)");
    };
  }

  private static String name(PodSpec spec, Pod victim) {
    return Optional.ofNullable(victim.getMetadata().getAnnotations())
        .flatMap(a -> Optional.ofNullable(a.get(DEFAULT_CONTAINER)))
        .orElse(spec.getContainers().getFirst().getName());
  }

  private static String image(Pod victim) {
    String name = name(victim.getSpec(), victim);
    return victim.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElse(victim.getSpec().getContainers().getFirst())
        .getImage();
  }

  /**
   * The runtime's id of its running container, such as {@code 0a1b…} of {@code containerd://0a1b…}.
   */
  private static String container(Pod victim) {
    String name = name(victim.getSpec(), victim);
    List<ContainerStatus> statuses =
        Objects.requireNonNullElse(victim.getStatus().getContainerStatuses(), List.of());
    return statuses.stream()
        .filter(c -> c.getName().equals(name))
        .filter(c -> c.getState() != null && c.getState().getRunning() != null)
        .flatMap(c -> Optional.ofNullable(c.getContainerID()).stream())
        .map(id -> id.substring(id.lastIndexOf('/') + 1))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "pod: %s has no running container %s (expected: one to put a fault on)"
                    .formatted(victim.getMetadata().getName(), name)));
  }
}
