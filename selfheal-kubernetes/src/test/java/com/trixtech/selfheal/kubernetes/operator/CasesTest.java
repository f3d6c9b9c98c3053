package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus.ConditionKind;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What has gone wrong with other healers, done to the whole operator on a real API server. Further
 * tests of the same cases stand beside the parts that they are about; docs/kubernetes-cases.md
 * names all.
 */
class CasesTest extends OperatedTest {

  private String guard() {
    Remediation newest = world.remediations().getLast();
    return newest.getSpec().guard() == null ? "none" : newest.getSpec().guard().reason();
  }

  private void untilGuard(String reason) {
    Waiting.until(
        "the guard says " + reason,
        () -> !world.remediations().isEmpty() && guard().equals(reason));
  }

  @Test
  void case1ANewLeaderOnlyObservesForOneWindowWhateverItFinds() {
    List<Pod> pods = world.ready(first, 3);
    world.cluster.ready(pods.getFirst(), false);
    world.policy("backend", OperatedCluster.REPLACE);

    Process operator = world.operator(Mode.ENFORCE, new LoopSettings(Duration.ofHours(1), 1, 50));

    untilGuard("StartingUp");
    world.untilPhase(RemediationPhase.Blocked);
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void case3ReplacementsAndRollBacksTakeFromOneBudget() {
    List<Pod> pods = world.ready(first, 3);
    world.policy(
        "backend",
        "remediations: [{order: 1, when: [InstanceNotReady], action: Replace},"
            + " {order: 2, when: [BadRelease], action: RollBack, rollback: {requireReadyFor: 1s}},"
            + " {order: 3, action: Escalate}]\n",
        ", maxActions: 1");
    Process operator = world.operator(Mode.ENFORCE);
    untilProven();
    world.cluster.ready(pods.getFirst(), false);
    untilEvicted(pods.getFirst());
    follow(pods.getFirst(), true);
    world.untilPhase(RemediationPhase.Succeeded);

    ReplicaSet second = world.cluster.release(OperatedCluster.NAME, "backend:2.0");
    world.cluster.crashed(world.cluster.pod(second, "node-1"), 1, 4);

    untilGuard("RateLimited");
    assertThat(current()).isEqualTo(Revisions.name(second));
    assertThat(operator.line().changes()).isEqualTo(1);
  }

  @Test
  void case4WhenMostAilAtOnceNoneIsReplacedAndItIsSaid() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE, ", maxUnavailable: 3");
    Process operator = world.leading(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.get(0), false);
    world.cluster.ready(pods.get(1), false);

    untilPolicy("backend", PolicyPhase.Storm);
    assertThat(world.status("backend").orElseThrow().conditions())
        .filteredOn(c -> c.getType().equals(ConditionKind.StormActive.name()))
        .allMatch(c -> c.getStatus().equals("True"))
        .hasSize(1);
    assertThat(operator.evictions()).isEmpty();
  }

  @Test
  void case4OneOfTwoIsReplacedAlthoughTheShareRoundsToNone() {
    world.cluster.edit(
        OperatedCluster.NAME,
        d -> new DeploymentBuilder(d).editSpec().withReplicas(2).endSpec().build());
    List<Pod> pods = world.ready(first, 2);
    world.policy("backend", OperatedCluster.REPLACE, ", maxUnavailable: 40%");
    world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.getFirst(), false);

    untilEvicted(pods.getFirst());
  }

  @Test
  void case5AReplacementThatIsNoBetterIsNoSuccessAndAPersonIsCalled() {
    List<Pod> pods = world.ready(first, 3);
    world.policy(
        "backend",
        "remediations: [{order: 1, action: Replace, maxRetry: 0, timeout: 3s}, {order: 2, action: Escalate}]\n"
            + "verify: {stabilizationWindow: 1s, timeout: 3s}\n");
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.getFirst(), false);
    untilEvicted(pods.getFirst());
    follow(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.Escalated);
    assertThat(world.remediations())
        .singleElement()
        .satisfies(r -> assertThat(r.getStatus().verdict()).isNotEqualTo("Recovered"));
    assertThat(operator.evictions()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void case7WhatTheBudgetNeverAllowsIsEscalatedAndThePodIsNotDeleted() {
    List<Pod> pods = world.ready(first, 3);
    world.policy(
        "backend",
        "remediations: [{order: 1, action: Replace, timeout: 3s}, {order: 2, action: Escalate}]\n");
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);
    world.cluster.budget("backend", OperatedCluster.NAME, 0, 2, 3);

    world.cluster.ready(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.Escalated);
    assertThat(world.ending(pods.getFirst())).isFalse();
    assertThat(operator.line().sent()).anyMatch(r -> r.endsWith("/eviction"));
    assertThat(operator.line().sent())
        .noneMatch(r -> r.startsWith("DELETE") && r.contains("/pods/"));
  }

  @Test
  void case8OneThatFailsWhileItsPeersAndTheirDatabaseAreWellIsReplaced() throws IOException {
    List<Pod> pods = world.ready(first, 3);
    try (ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      world.policy(
          "backend",
          "dependsOn: [{name: database, external: {host: 127.0.0.1, port: %d}}]\n"
                  .formatted(database.getLocalPort())
              + OperatedCluster.REPLACE);
      Process operator = world.operator(Mode.ENFORCE);
      untilPolicy("backend", PolicyPhase.Enabled);

      world.cluster.ready(pods.getFirst(), false);

      untilEvicted(pods.getFirst());
      Waiting.until(
          "its eviction is answered, the only one", () -> operator.evictions().size() == 1);
    }
  }

  @Test
  void case9WhileKubeletRestartsTwoTheHealerEndsNone() {
    List<Pod> pods = world.ready(first, 3);
    world.cluster.crashed(pods.get(0), 1, 1);
    world.cluster.crashed(pods.get(1), 1, 1);
    world.policy("backend", OperatedCluster.REPLACE, ", maxUnavailable: 3");
    Process operator = world.operator(Mode.ENFORCE);

    untilGuard("Storm");

    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void case11AReleaseWhoseConfigMapHasChangedIsNotRolledBack() {
    world.cluster.configMap("settings", "one");
    ReplicaSet configured = world.cluster.reads(OperatedCluster.NAME, "settings");
    world.ready(configured, 3);
    world.policy("backend", OperatedCluster.ROLL_BACK);
    Process operator = world.operator(Mode.ENFORCE);
    untilProven();

    world.cluster.configMap("settings", "two");
    ReplicaSet second = world.cluster.release(OperatedCluster.NAME, "backend:2.0");
    world.cluster.crashed(world.cluster.pod(second, "node-1"), 1, 4);

    world.untilPhase(RemediationPhase.Escalated);
    assertThat(world.journal()).contains("have changed since it was proven");
    assertThat(current()).isEqualTo(Revisions.name(second));
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void case13WhatArgoCdOwnsIsNotRolledBackAndAPersonIsCalled() {
    world.cluster.edit(
        OperatedCluster.NAME,
        d ->
            new DeploymentBuilder(d)
                .editMetadata()
                .addToLabels("argocd.argoproj.io/instance", "booking")
                .endMetadata()
                .build());
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.ROLL_BACK);
    Process operator = world.operator(Mode.ENFORCE);
    untilProven();

    ReplicaSet second = world.cluster.release(OperatedCluster.NAME, "backend:2.0");
    world.cluster.crashed(world.cluster.pod(second, "node-1"), 1, 4);

    world.untilPhase(RemediationPhase.Escalated);
    assertThat(world.journal()).contains("Argo CD owns the workload and would undo it");
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void case15TwoThatAilAreNotBothEvictedBeforeTheFirstIsProven() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE, ", maxUnavailable: 2, stormThreshold: 100%");
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    world.cluster.ready(pods.get(0), false);
    world.cluster.ready(pods.get(1), false);

    world.untilPhase(RemediationPhase.Verifying);
    assertThat(operator.evictions()).hasSize(1);
    assertThat(world.ending(pods.get(0)) && world.ending(pods.get(1))).isFalse();
  }
}
