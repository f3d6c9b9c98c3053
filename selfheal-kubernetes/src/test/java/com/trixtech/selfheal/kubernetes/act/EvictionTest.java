package com.trixtech.selfheal.kubernetes.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.Remedy;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Eviction API of a real API server answers, and what is made of it. */
class EvictionTest {
  @SuppressWarnings("NullAway.Init")
  private Gateway world;

  @BeforeEach
  void begin() {
    world = new Gateway();
  }

  @AfterEach
  void end() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void case7AnEvictedPodKeepsItsGraceAndIsNeverDeletedByTheHealer() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    assertThat(world.perform(new Remedy.Replace(world.ref(pod))).kind()).isEqualTo(Kind.DONE);

    Pod now = world.server.admin().pods().inNamespace(world.ref.namespace()).resource(pod).get();
    assertThat(now.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(world.requests.accepted()).noneMatch(r -> r.startsWith("DELETE"));
  }

  @Test
  void aPodThatIsBeingEndedAlreadyIsLeftAlone() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");
    world.perform(new Remedy.Replace(world.ref(pod)));

    Outcome again = world.perform(new Remedy.Replace(world.ref(pod)));

    assertThat(again.kind()).isEqualTo(Kind.REFUSED);
    assertThat(again.detail()).contains("is being ended already");
    assertThat(world.requests.changes()).isEqualTo(1);
  }

  @Test
  void case6AnEvictionNeverHitsTheReplacementThatHasTheSameName() {
    Pod old = world.cluster.pod(world.second, "backend-0", "node-1");
    world.cluster.ready(old, false);
    // The platform replaces it between the healer's look and its request.
    world.requests.justBefore(
        "POST",
        () -> {
          world.cluster.gone("backend-0");
          world.cluster.ready(world.cluster.pod(world.second, "backend-0", "node-1"), true);
        });

    Outcome outcome =
        world
            .actuator(new Unkept(), Fence.ALONE)
            .perform(new Act("k-1", new Remedy.Replace(world.ref(old)), false));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("has changed in the meantime");
    Pod now =
        world.server.admin().pods().inNamespace(world.ref.namespace()).withName("backend-0").get();
    assertThat(now.getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void case6AnEvictionThatComesLateLeavesAPodAloneThatHasRecovered() {
    Pod ailing = world.cluster.pod(world.second, "backend-0", "node-1");
    world.cluster.ready(ailing, false);
    world.requests.justBefore("POST", "/eviction", () -> world.cluster.ready(ailing, true));

    Outcome outcome = world.perform(new Remedy.Replace(world.ref(ailing)));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("has changed in the meantime");
    assertThat(world.lives(ailing)).isTrue();
  }

  @Test
  void case7ABudgetThatRefusesIsHeardAtOnceAndInItsOwnWords() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");
    world.cluster.budget("backend", Gateway.NAME, 0, 2, 2);

    Outcome outcome = world.perform(new Remedy.Replace(world.ref(pod)));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail())
        .contains("the PodDisruptionBudget refuses it")
        .contains("needs 2 healthy pods and has 2 currently");
    assertThat(world.lives(pod)).isTrue();
    // The client's default would ask ten times more, for 20 s, and say nothing meanwhile.
    assertThat(world.requests.sent()).filteredOn(r -> r.endsWith("/eviction")).hasSize(1);
  }

  @Test
  void case7TwoBudgetsOnOnePodAreAFaultOfTheirsAndNotARefusal() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");
    world.cluster.budget("one", Gateway.NAME, 1, 3, 2);
    world.cluster.budget("two", Gateway.NAME, 1, 3, 2);

    Outcome outcome = world.perform(new Remedy.Replace(world.ref(pod)));

    assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
    assertThat(outcome.detail()).contains("two PodDisruptionBudgets choose it");
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void aBudgetWhoseControllerIsBehindRefuses() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");
    var budget = world.cluster.budget("backend", Gateway.NAME, 1, 3, 2);
    world
        .server
        .admin()
        .resource(budget)
        .edit(b -> {
          b.getSpec().setMinAvailable(new IntOrString(1));
          return b;
        });

    Outcome outcome = world.perform(new Remedy.Replace(world.ref(pod)));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("still being processed").contains("ask again after 10 s");
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void case15AnExLeadersActIsRefusedAndChangesNothing() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    Outcome outcome =
        world
            .actuator(new Unkept(), () -> Optional.of("the lease is held by another operator"))
            .perform(new Act("k-1", new Remedy.Replace(world.ref(pod)), false));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("held by another operator");
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void aLeaseThatCannotBeReadIsNoLease() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    Outcome outcome =
        world
            .actuator(
                new Unkept(),
                () -> {
                  throw new IllegalStateException("no answer");
                })
            .perform(new Act("k-1", new Remedy.Replace(world.ref(pod)), false));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void anApiServerThatDoesNotAnswerLeavesTheOutcomeUnknown() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");
    world.requests.cut(true);

    Outcome outcome =
        world
            .actuator(new Unkept(), Fence.ALONE)
            .perform(new Act("k-1", new Remedy.Replace(world.ref(pod)), false));

    assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
    world.requests.cut(false);
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void anActWhoseIntentIsNotInTheJournalIsNotDone() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    Outcome outcome =
        world
            .actuator(world.records(), Fence.ALONE)
            .perform(new Act("k-1", new Remedy.Replace(world.ref(pod)), false));

    assertThat(outcome.kind()).isEqualTo(Kind.NEVER_SENT);
    assertThat(world.lives(pod)).isTrue();
  }
}
