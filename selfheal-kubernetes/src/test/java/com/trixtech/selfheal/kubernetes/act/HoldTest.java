package com.trixtech.selfheal.kubernetes.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds on a real API server: their undo record is on the object, and any operator can end them.
 */
class HoldTest {
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

  private OverdueHolds reaper(Instant now, Fence fence) {
    return new OverdueHolds(world.api, fence, InstantSource.fixed(now));
  }

  @Test
  void case1AHoldOfAnOperatorThatDiedIsEndedByTheNextOneWhenItsTimeIsOver() {
    Instant until = Instant.now().plusSeconds(60);
    world.perform(world.hold(until));
    assertThat(world.paused()).isTrue();

    var held = List.of(world.cluster.deployment(Gateway.NAME));
    assertThat(reaper(until.minusSeconds(1), Fence.ALONE).end(held)).isEmpty();
    assertThat(world.paused()).isTrue();
    assertThat(reaper(until, Fence.ALONE).end(held)).containsOnlyKeys(world.ref);

    assertThat(world.paused()).isFalse();
    assertThat(Hold.on(world.cluster.deployment(Gateway.NAME))).isEmpty();
  }

  @Test
  void anExLeaderEndsNoHold() {
    Instant until = Instant.now().plusSeconds(60);
    world.perform(world.hold(until));

    var held = List.of(world.cluster.deployment(Gateway.NAME));
    assertThat(reaper(until, () -> Optional.of("not the leader")).end(held)).isEmpty();
    assertThat(world.paused()).isTrue();
  }

  @Test
  void case13WhatSomebodyElsePausedIsNeitherHeldNorResumed() {
    world.cluster.edit(
        Gateway.NAME, d -> new DeploymentBuilder(d).editSpec().withPaused(true).endSpec().build());
    Remedy.HoldRestarts hold = world.hold(Instant.now().plusSeconds(60));

    assertThat(world.perform(hold).kind()).isEqualTo(Kind.REFUSED);
    assertThat(world.undo(hold).kind()).isEqualTo(Kind.DONE);

    assertThat(world.paused()).isTrue();
  }

  @Test
  void aLongerHoldTakesThePlaceOfAShorterOne() {
    Instant later = Instant.parse("2030-01-01T00:00:00Z");
    world.perform(world.hold(Instant.now().plusSeconds(60)));

    assertThat(world.perform(world.hold(later)).kind()).isEqualTo(Kind.DONE);

    assertThat(Hold.on(world.cluster.deployment(Gateway.NAME)).map(Hold::until)).contains(later);
  }

  @Test
  void case14AStatefulSetHasNothingThatCouldBeHeld() {
    WorkloadRef database =
        new WorkloadRef(world.ref.namespace(), WorkloadRef.Kind.STATEFUL_SET, "postgres");

    assertThat(
            world.perform(new Remedy.HoldRestarts(database, Instant.now().plusSeconds(60))).kind())
        .isEqualTo(Kind.REFUSED);
  }
}
