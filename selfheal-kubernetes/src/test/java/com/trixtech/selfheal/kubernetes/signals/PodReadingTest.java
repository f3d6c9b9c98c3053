package com.trixtech.selfheal.kubernetes.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubelet writes into a pod's status, read without a server. */
class PodReadingTest {
  private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");
  private static final WorkloadRef REF =
      new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private static Pod pod(String status, String more) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: backend-1
          namespace: booking
          uid: uid-1
          creationTimestamp: "2026-02-03T04:00:00Z"
          labels: {pod-template-hash: abc}
        %s
        spec:
          containers:
          - {name: main, image: "backend:1", livenessProbe: {tcpSocket: {port: 80}}}
          - {name: side, image: "side:1"}
        status: %s
        """;
    return new KubernetesSerialization().unmarshal(yaml.formatted(more, status.strip()), Pod.class);
  }

  private static InstanceFact fact(String status) {
    return PodReading.fact(pod(status, ""), REF, AT);
  }

  private static Exit exit(InstanceFact fact) {
    return Objects.requireNonNull(fact.lastExit());
  }

  @Test
  void aRunningPodThatIsReadyIsAnInstanceThatRunsAndIsReady() {
    InstanceFact fact =
        fact(
            """
            {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [\
            {name: main, restartCount: 2, started: true, state: {running: {startedAt: "2026-02-03T04:01:00Z"}}},\
            {name: side, restartCount: 1, started: true, state: {running: {startedAt: "2026-02-03T04:02:00Z"}}}]}
            """);

    assertThat(fact.phase()).isEqualTo(Phase.RUNNING);
    assertThat(fact.ready()).isTrue();
    assertThat(fact.restarts()).isEqualTo(3);
    assertThat(fact.revision()).isEqualTo("abc");
    assertThat(fact.phaseSince()).isEqualTo(Instant.parse("2026-02-03T04:02:00Z"));
    assertThat(fact.lastExit()).isNull();
  }

  @Test
  void aPodOneOfWhoseContainersCrashesIsNoBetterThanThatContainer() {
    InstanceFact fact =
        fact(
            """
            {phase: Running, conditions: [{type: Ready, status: "False"}], containerStatuses: [\
            {name: main, restartCount: 0, started: true, state: {running: {startedAt: "2026-02-03T04:01:00Z"}}},\
            {name: side, restartCount: 4, started: false,\
             state: {waiting: {reason: CrashLoopBackOff, message: "back-off 1m20s restarting failed container=side"}},\
             lastState: {terminated: {exitCode: 3, reason: Error, finishedAt: "2026-02-03T04:04:00Z"}}}]}
            """);

    assertThat(fact.phase()).isEqualTo(Phase.BACKING_OFF);
    assertThat(fact.ready()).isFalse();
    assertThat(fact.nextStart()).isEqualTo(Instant.parse("2026-02-03T04:05:20Z"));
    assertThat(exit(fact).code()).isEqualTo(3);
    assertThat(exit(fact).reason()).isEqualTo(ExitReason.ITSELF);
  }

  @ParameterizedTest
  @CsvSource({
    "main, 137, OOMKilled, OUT_OF_MEMORY",
    "main, 137, Error, LIVENESS_PROBE",
    "main, 143, Error, LIVENESS_PROBE",
    "main, 1, Error, ITSELF",
    "main, 0, Completed, ITSELF",
    "side, 137, Error, ITSELF",
    "main, 255, ContainerStatusUnknown, PLATFORM"
  })
  void theEndOfAContainerIsToldByItsCodeAndItsProbes(
      String container, int code, String reason, ExitReason expected) {
    InstanceFact fact =
        fact(
            """
            {phase: Running, containerStatuses: [{name: %s, restartCount: 1, started: true,\
             state: {running: {startedAt: "2026-02-03T04:01:00Z"}},\
             lastState: {terminated: {exitCode: %d, reason: %s, finishedAt: "2026-02-03T04:00:59Z"}}}]}
            """
                .formatted(container, code, reason));

    assertThat(exit(fact).reason()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "137, 04:00:39, LIVENESS_PROBE", // it had not answered for 20 s
    "137, 04:00:59, KILLED", // ready until its end
    "137, 04:01:00, KILLED",
    "143, 04:00:59, LIVENESS_PROBE" // stuck, but ready: only kubelet asks with a TERM
  })
  void whatWasReadyUntilItsEndMayHaveBeenKilledByAnybody(
      int code, String notReadySince, ExitReason expected) {
    InstanceFact fact =
        fact(
            """
            {phase: Running,\
             conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-02-03T%sZ"}],\
             containerStatuses: [{name: main, restartCount: 1, started: false,\
             state: {running: {startedAt: "2026-02-03T04:01:00Z"}},\
             lastState: {terminated: {exitCode: %d, reason: Error, finishedAt: "2026-02-03T04:00:59Z"}}}]}
            """
                .formatted(notReadySince, code));

    assertThat(exit(fact).reason()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError"})
  void case12AContainerThatCannotBeMadeHasNotFailed(String reason) {
    InstanceFact fact =
        fact(
            """
            {phase: Pending, containerStatuses: [{name: main, restartCount: 0, started: false,\
             state: {waiting: {reason: %s, message: "no such thing"}}}]}
            """
                .formatted(reason));

    assertThat(fact.phase()).isEqualTo(Phase.STARTING);
    assertThat(fact.lastExit()).isNull();
    assertThat(fact.detail()).isEqualTo("main: %s: no such thing".formatted(reason));
  }

  @Test
  void case12APodThatNoNodeHasRoomForHasNotFailed() {
    InstanceFact fact =
        fact(
            """
            {phase: Pending, conditions: [{type: PodScheduled, status: "False",\
             reason: Unschedulable, message: "0/3 nodes are available"}]}
            """);

    assertThat(fact.phase()).isEqualTo(Phase.STARTING);
    assertThat(fact.detail()).isEqualTo("Unschedulable: 0/3 nodes are available");
  }

  @Test
  void aStartUpProbeThatHasNotSucceededYetIsAStart() {
    InstanceFact fact =
        fact(
            """
            {phase: Running, containerStatuses: [{name: main, restartCount: 0, started: false,\
             state: {running: {startedAt: "2026-02-03T04:01:00Z"}}}]}
            """);

    assertThat(fact.phase()).isEqualTo(Phase.STARTING);
  }

  @Test
  void aPodOnItsWayOutEndsSinceItWasAskedTo() {
    Pod pod =
        pod(
            "{phase: Running}",
            "  deletionTimestamp: \"2026-02-03T04:05:30Z\"\n  deletionGracePeriodSeconds: 30");

    InstanceFact fact = PodReading.fact(pod, REF, AT);

    assertThat(fact.phase()).isEqualTo(Phase.TERMINATING);
    assertThat(fact.phaseSince()).isEqualTo(Instant.parse("2026-02-03T04:05:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "Succeeded"})
  void aPodThatHasEndedForGoodIsNoInstance(String phase) {
    assertThat(PodReading.counts(pod("{phase: %s}".formatted(phase), ""))).isFalse();
  }
}
