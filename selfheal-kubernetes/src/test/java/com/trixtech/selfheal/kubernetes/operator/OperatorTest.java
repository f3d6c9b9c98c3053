package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.testkit.FreePort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole operator on a real API server, whose controllers and kubelets are played. */
class OperatorTest extends OperatedTest {

  @Test
  void anInstanceThatIsNotReadyIsReplacedOnceAndTheProofIsWrittenDown() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.getFirst(), false);
    Waiting.until("it is evicted", () -> world.ending(pods.getFirst()));
    world.cluster.gone(pods.getFirst().getMetadata().getName());
    world.ready(first, 1);

    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(operator.evictions()).hasSize(1);
    assertThat(world.remediations()).hasSize(1);
    Waiting.until(
        "the story is told",
        () ->
            world
                .eventReasons()
                .containsAll(
                    List.of(
                        "IncidentOpened",
                        "RemediationPlanned",
                        "RemediationDone",
                        "RemediationHelped",
                        "IncidentClosed")));
    untilPolicy("backend", PolicyPhase.Enabled);
  }

  @Test
  void case15InModeObserveNothingIsDoneWhateverThePolicySays() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.OBSERVE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.DryRun);
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void inModeApproveItWaitsForTheAnnotationThatNamesTheAct() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.APPROVE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.getFirst(), false);
    world.untilPhase(RemediationPhase.AwaitingApproval);
    assertThat(operator.evictions()).isEmpty();
    String summary = world.remediations().getFirst().getStatus().summary();
    Matcher shown = Pattern.compile(Approvals.ANNOTATION + "='([^']+)'").matcher(summary);
    assertThat(shown.find()).as(summary).isTrue();

    world
        .server
        .admin()
        .resources(HealPolicy.class)
        .inNamespace(world.namespace)
        .withName("backend") // as it is now: its status has been written since
        .edit(p -> {
          p.getMetadata().setAnnotations(Map.of(Approvals.ANNOTATION, shown.group(1)));
          return p;
        });

    Waiting.until("it is evicted", () -> world.ending(pods.getFirst()));
    Waiting.until("its eviction is answered, the only one", () -> operator.evictions().size() == 1);
    assertThat(world.journalSays("Approved")).isTrue();
  }

  @Test
  void case8WhenAllFailWithTheirDependencyTheyAreHeldAndNoneIsEvicted() throws IOException {
    int port = FreePort.pick();
    List<Pod> pods = world.ready(first, 3);
    world.policy(
        "backend",
        "dependsOn: [{name: database, external: {host: 127.0.0.1, port: %d}}]\n".formatted(port));
    Process operator = world.operator(Mode.ENFORCE);

    pods.forEach(pod -> world.cluster.ready(pod, false));

    Waiting.until(
        "it is held", () -> Hold.on(world.cluster.deployment(OperatedCluster.NAME)).isPresent());
    assertThat(operator.evictions()).isEmpty();
    try (ServerSocket database = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
      pods.forEach(pod -> world.cluster.ready(pod, true));
      Waiting.until(
          "it is let go on " + database.getLocalPort(),
          () -> Hold.on(world.cluster.deployment(OperatedCluster.NAME)).isEmpty());
    }
    assertThat(world.cluster.deployment(OperatedCluster.NAME).getSpec().getPaused())
        .isNotEqualTo(Boolean.TRUE);
    assertThat(operator.evictions()).isEmpty();
  }

  @Test
  void case8AReleaseThatCrashesIsRolledBackToTheRevisionThatWasProven() {
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.ROLL_BACK);
    Process operator = world.operator(Mode.ENFORCE);
    untilProven();

    ReplicaSet second = world.cluster.release(OperatedCluster.NAME, "backend:2.0");
    world.cluster.crashed(world.cluster.pod(second, "node-1"), 1, 4);

    Waiting.until("it is rolled back", () -> current().equals(Revisions.name(first)));
    assertThat(operator.evictions()).isEmpty();
  }

  @Test
  void case12ARollOutThatNoNodeHasRoomForOrWhoseImageIsMissingIsNoBadRelease() {
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.ROLL_BACK);
    Process operator = world.operator(Mode.ENFORCE);
    untilProven();

    ReplicaSet second = world.cluster.release(OperatedCluster.NAME, "backend:2.0");
    world.cluster.unschedulable(world.cluster.pod(second, ""));
    world.cluster.imageMissing(world.cluster.pod(second, "node-1"));
    // Whatever this revision causes has been seen once a later fault is.
    Pod old = world.ready(first, 1).getFirst();
    world.cluster.crashed(old, 1, 1);
    Waiting.until("the later fault is seen", () -> !world.remediations().isEmpty());

    assertThat(current()).isEqualTo(Revisions.name(second));
    assertThat(world.remediations())
        .noneMatch(r -> String.valueOf(r.getSpec().cause()).equals("BadRelease"));
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void case9WhatKubeletRestartsByItselfCountsAgainstTheBudget() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.crashed(pods.getFirst(), 1, 1);

    Waiting.until("it is counted", () -> world.journalSays("PlatformRestarted"));
    Waiting.until(
        "the policy says so",
        () ->
            world
                .status("backend")
                .filter(s -> s.actionsInWindow() != null && s.actionsInWindow() > 0)
                .isPresent());
  }

  @Test
  void twoPoliciesOnOneTargetAreBothDisabledAndSayWhy() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("one", OperatedCluster.REPLACE);
    world.policy("two", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.ENFORCE);

    world.cluster.ready(pods.getFirst(), false);

    untilPolicy("one", PolicyPhase.Disabled);
    untilPolicy("two", PolicyPhase.Disabled);
    assertThat(world.status("one").orElseThrow().summary())
        .isEqualTo("Deployment/backend is the target of one and two: neither is followed");
    world.untilPhase(RemediationPhase.DryRun);
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void aSecondOperatorGoesOnWithTheIncidentOfTheFirstAndRepeatsNothing() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process old = world.operator(Mode.ENFORCE);
    Waiting.until("the first one leads", old.operator()::leads);
    world.cluster.ready(pods.getFirst(), false);
    Waiting.until("it is evicted", () -> world.ending(pods.getFirst()));

    old.operator().close();
    Process next = world.operator(Mode.ENFORCE);
    Waiting.until("the second one leads", next.operator()::leads);
    world.cluster.gone(pods.getFirst().getMetadata().getName());
    world.ready(first, 1);

    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(world.remediations()).hasSize(1);
    assertThat(next.evictions()).isEmpty();
  }

  @Test
  void anOutageOfTheApiServerIsWaitedOutAndTheLeaseIsLost() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process cut = world.operator(Mode.ENFORCE);
    Waiting.until("the first one leads", cut.operator()::leads);
    Process other = world.operator(Mode.ENFORCE);

    cut.line().cut(true);
    cut.watching().cut(true);
    world.cluster.ready(pods.getFirst(), false);

    Waiting.until("the other one leads", other.operator()::leads);
    Waiting.until("the other one heals", () -> world.ending(pods.getFirst()));
    Waiting.until("the first one has noticed", () -> !cut.operator().leads());
    cut.line().cut(false);
    cut.watching().cut(false);
    world.cluster.gone(pods.getFirst().getMetadata().getName());
    world.ready(first, 1);
    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(cut.line().changes()).isZero();
    assertThat(other.evictions()).hasSize(1);
  }
}
