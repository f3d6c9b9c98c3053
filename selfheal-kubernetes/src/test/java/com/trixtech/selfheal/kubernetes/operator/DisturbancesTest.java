package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.Overloaded;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What befalls a cluster, or the operator itself, in the middle of an incident. */
class DisturbancesTest extends OperatedTest {

  @Test
  void aLostNodeIsNoReasonToEvictWhatNobodyHasHeardOf() {
    String node = "lost-" + world.namespace;
    world.cluster.node(node, "True", Instant.now());
    Pod unheard = world.cluster.readyPod(first, node);
    List<Pod> others = world.ready(first, 2);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);

    try {
      world.cluster.node(node, "Unknown", Instant.now().minusSeconds(120));
      // What the node's controller writes while kubelet is silent.
      world.cluster.ready(unheard, false);
      // Whatever that causes has been seen once a later fault is.
      world.cluster.ready(others.getFirst(), false);
      Waiting.until("the later fault is seen", () -> !world.remediations().isEmpty());
      Waiting.until(
          "something was decided",
          () -> world.journalSays("Judged") || world.journalSays("Escalated"));

      assertThat(world.ending(unheard)).isFalse();
    } finally {
      world.server.admin().nodes().withName(node).delete();
    }
    assertThat(operator.line().sent())
        .noneMatch(r -> r.contains("/pods/" + unheard.getMetadata().getName() + "/eviction"));
  }

  @Test
  void twoBudgetsOnOnePodAreReportedAndThePodIsLeftAlone() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);
    world.cluster.budget("one", OperatedCluster.NAME, 1, 3, 2);
    world.cluster.budget("two", OperatedCluster.NAME, 1, 3, 2);

    world.cluster.ready(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.Escalated);
    assertThat(world.journal()).contains("two PodDisruptionBudgets choose it");
    assertThat(world.ending(pods.getFirst())).isFalse();
    assertThat(operator.evictions()).isEmpty();
  }

  @Test
  void aPolicyThatIsDeletedInTheMiddleOfAnIncidentEndsIt() {
    List<Pod> pods = world.ready(first, 3);
    HealPolicy policy = world.policy("backend", "suspend: true\n");
    Process operator = world.operator(Mode.ENFORCE);
    world.cluster.ready(pods.getFirst(), false);
    world.untilPhase(RemediationPhase.Blocked);

    world.server.admin().resource(policy).delete();

    world.untilPhase(RemediationPhase.Cancelled);
    assertThat(operator.line().changes()).isZero();
  }

  @Test
  void aNamespaceThatIsDeletedInTheMiddleOfAnIncidentStopsNobodyElse() throws Exception {
    String home = world.server.namespace("home");
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", "suspend: true\n");
    try (OperatedCluster other = new OperatedCluster()) {
      var backend = other.cluster.deployment(OperatedCluster.NAME, 3, "backend:1.0");
      List<Pod> theirs = other.ready(other.cluster.replicaSets(backend).getFirst(), 3);
      other.policy("backend", OperatedCluster.REPLACE);
      world.operator(
          new OperatorSettings(
              Mode.ENFORCE,
              home,
              Set.of(world.namespace, other.namespace),
              "operator",
              "127.0.0.1",
              0,
              null),
          null,
          new LoopSettings(Duration.ofSeconds(1), 1, 50));
      world.cluster.ready(pods.getFirst(), false);
      world.untilPhase(RemediationPhase.Blocked);

      world.server.admin().namespaces().withName(world.namespace).delete();
      world.server.admin().apps().deployments().inNamespace(world.namespace).delete();
      other.cluster.ready(theirs.getFirst(), false);

      Waiting.until("the others are healed", () -> other.ending(theirs.getFirst()));
    }
  }

  @Test
  void anOperatorThatIsCutOffInTheMiddleOfAnActIsFollowedByOneThatDoesItOnce() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process cut = world.leading(Mode.ENFORCE);
    Process next = world.operator(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);
    cut.line()
        .justBefore(
            "POST",
            "/eviction",
            () -> {
              cut.line().cut(true);
              cut.watching().cut(true);
            });

    world.cluster.ready(pods.getFirst(), false);

    untilEvicted(pods.getFirst());
    follow(pods.getFirst(), true);
    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(cut.evictions()).isEmpty();
    assertThat(next.evictions()).hasSize(1);
    assertThat(world.remediations()).hasSize(1);
  }

  @Test
  void evictionsThatAnOverloadedServerDoesNotTakeAreTriedAgainAtTheLaddersPace() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.leading(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);
    try (Overloaded server = new Overloaded()) {
      operator.line().divert(server.uri(), "/eviction");
      Instant begun = Instant.now();
      world.cluster.ready(pods.getFirst(), false);
      Waiting.until("it was asked three times", () -> server.asked() >= 3);

      assertThat(server.asked())
          .as("not more than once a second, as the policy's back-off says")
          .isLessThanOrEqualTo(2 + (int) Duration.between(begun, Instant.now()).toSeconds());
      assertThat(world.journal()).contains("the API server is overloaded and took nothing");
      assertThat(world.ending(pods.getFirst())).isFalse();
    } finally {
      operator.line().direct();
    }

    untilEvicted(pods.getFirst());
    Waiting.until("its eviction is answered, the only one", () -> operator.evictions().size() == 1);
  }

  @Test
  void whileTheServerTakesNothingAtAllNothingIsDoneAndAfterwardsItIsDoneOnce() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    Process operator = world.leading(Mode.ENFORCE);
    untilPolicy("backend", PolicyPhase.Enabled);
    try (Overloaded server = new Overloaded()) {
      operator.line().divert(server.uri(), "");
      world.cluster.ready(pods.getFirst(), false);
      Waiting.until("it has given up its lead", () -> !operator.operator().leads());

      assertThat(world.ending(pods.getFirst())).isFalse();
      operator.line().direct();
    }

    untilEvicted(pods.getFirst());
    follow(pods.getFirst(), true);
    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(operator.evictions()).hasSize(1);
  }
}
