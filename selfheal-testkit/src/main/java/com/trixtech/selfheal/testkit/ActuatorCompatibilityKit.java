package com.trixtech.selfheal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Actuator} does. A subclass brings a small world to act on. */
public abstract class ActuatorCompatibilityKit {

  /**
   * One Deployment with three ready instances, at the second of two revisions. What a real platform
   * does later, these methods wait for.
   */
  public interface World extends AutoCloseable {

    Actuator actuator();

    /** The healer died and came back: another actuator on the same world. */
    Actuator reopened();

    /** Whether this actuator can do the remedy at all; what it cannot is refused. */
    boolean can(RemedyKind kind);

    WorkloadRef workload();

    /** A ready instance as it is now; {@code index} is 0 to 2. */
    InstanceRef instance(int index);

    /** Ends this life of the instance for good. */
    void remove(InstanceRef instance);

    /** Template hash that the workload is set to now. */
    String current();

    /** Template hash of the revision before the one that the world began with. */
    String previous();

    /** How often the world was changed by an act or an undo, whoever asked for it. */
    int changes();

    boolean restartsHeld();

    boolean inRotation(InstanceRef instance);

    Instant now();

    /** Lets that much time pass. */
    void advance(Duration by);

    @Override
    void close();
  }

  @SuppressWarnings("NullAway.Init")
  private World world;

  /** A new world. */
  protected abstract World newWorld();

  /** How long a hold or an ejection of these tests lasts; a platform in real time says less. */
  protected Duration brief() {
    return Duration.ofSeconds(2);
  }

  @BeforeEach
  void begin() {
    world = newWorld();
  }

  @AfterEach
  void end() {
    if (world != null) { // a test that is skipped has none
      world.close();
    }
  }

  @Test
  void the_same_key_twice_is_one_act_and_one_outcome() {
    Act act = act("k-1", new Remedy.Restart(world.instance(0)));
    Outcome first = world.actuator().perform(act);
    Outcome second = world.actuator().perform(act);
    assertThat(first.kind()).isEqualTo(Kind.DONE);
    assertThat(second).isEqualTo(first);
    assertThat(world.changes()).isEqualTo(1);
  }

  @Test
  void the_same_key_after_a_crash_of_the_healer_is_still_one_act() {
    Act act = act("k-1", new Remedy.Replace(world.instance(0)));
    Outcome first = world.actuator().perform(act);
    assertThat(first.kind()).isEqualTo(Kind.DONE);
    assertThat(world.reopened().perform(act)).isEqualTo(first);
    assertThat(world.changes()).isEqualTo(1);
  }

  @Test
  void an_unknown_key_is_recalled_as_never_begun() {
    assertThat(world.actuator().recall("never")).isEmpty();
  }

  @Test
  void an_outcome_is_recalled_also_after_a_crash_of_the_healer() {
    Outcome outcome = world.actuator().perform(act("k-1", new Remedy.Restart(world.instance(0))));
    assertThat(world.actuator().recall("k-1")).contains(outcome);
    Actuator next = world.reopened();
    assertThat(next.recall("k-1")).contains(outcome);
    assertThat(next.recall("k-2")).isEmpty();
  }

  @Test
  void a_refusal_is_an_outcome_that_is_recalled_too() {
    InstanceRef gone = world.instance(0);
    world.remove(gone);
    Outcome refused = world.actuator().perform(act("k-1", new Remedy.Restart(gone)));
    assertThat(world.reopened().recall("k-1")).contains(refused);
  }

  @Test
  void a_restart_of_a_life_that_is_gone_is_refused_and_changes_nothing() {
    InstanceRef gone = world.instance(0);
    world.remove(gone);
    refused(new Remedy.Restart(gone));
  }

  @Test
  void a_replacement_of_a_life_that_is_gone_is_refused_and_changes_nothing() {
    InstanceRef gone = world.instance(0);
    world.remove(gone);
    refused(new Remedy.Replace(gone));
  }

  @Test
  void an_ejection_of_a_life_that_is_gone_is_refused_and_changes_nothing() {
    InstanceRef gone = world.instance(0);
    world.remove(gone);
    refused(new Remedy.Eject(gone, world.now().plus(brief())));
  }

  @Test
  void the_name_alone_does_not_make_a_target() {
    InstanceRef one = world.instance(0);
    refused(new Remedy.Restart(new InstanceRef(one.workload(), one.name(), one.uid() + "-other")));
  }

  @Test
  void a_roll_back_goes_to_the_revision_that_was_asked_for() {
    assumeThat(world.can(RemedyKind.ROLL_BACK)).isTrue();
    String from = world.current();
    String to = world.previous();
    Outcome outcome =
        world.actuator().perform(act("k-1", new Remedy.RollBack(world.workload(), from, to)));
    assertThat(outcome.kind()).isEqualTo(Kind.DONE);
    assertThat(world.current()).isEqualTo(to);
  }

  @Test
  void a_roll_back_from_a_revision_that_is_no_longer_current_is_refused_A74() {
    String now = world.current();
    refused(new Remedy.RollBack(world.workload(), world.previous(), now));
    assertThat(world.current()).isEqualTo(now);
  }

  @Test
  void a_roll_back_to_a_revision_that_nobody_keeps_is_refused() {
    String now = world.current();
    refused(new Remedy.RollBack(world.workload(), now, "no-such-template"));
    assertThat(world.current()).isEqualTo(now);
  }

  @Test
  void a_hold_stands_until_it_is_undone() {
    assumeThat(world.can(RemedyKind.HOLD_RESTARTS)).isTrue();
    Remedy hold = new Remedy.HoldRestarts(world.workload(), world.now().plusSeconds(600));
    assertThat(world.actuator().perform(act("k-1", hold)).kind()).isEqualTo(Kind.DONE);
    assertThat(world.restartsHeld()).isTrue();
    assertThat(world.actuator().perform(new Act("k-1/undo", hold, true)).kind())
        .isEqualTo(Kind.DONE);
    assertThat(world.restartsHeld()).isFalse();
  }

  @Test
  void a_hold_can_be_undone_by_the_next_life_of_the_healer() {
    assumeThat(world.can(RemedyKind.HOLD_RESTARTS)).isTrue();
    Remedy hold = new Remedy.HoldRestarts(world.workload(), world.now().plusSeconds(600));
    world.actuator().perform(act("k-1", hold));
    Actuator next = world.reopened();
    assertThat(world.restartsHeld()).isTrue();
    assertThat(next.perform(new Act("k-1/undo", hold, true)).kind()).isEqualTo(Kind.DONE);
    assertThat(world.restartsHeld()).isFalse();
  }

  @Test
  void a_hold_expires_by_itself() {
    assumeThat(world.can(RemedyKind.HOLD_RESTARTS)).isTrue();
    Remedy hold = new Remedy.HoldRestarts(world.workload(), world.now().plus(brief()));
    world.actuator().perform(act("k-1", hold));
    assertThat(world.restartsHeld()).isTrue();
    world.advance(brief());
    assertThat(world.restartsHeld()).isFalse();
  }

  @Test
  void an_ejected_instance_is_out_of_rotation_until_the_ejection_is_undone() {
    assumeThat(world.can(RemedyKind.EJECT)).isTrue();
    InstanceRef one = world.instance(0);
    Remedy eject = new Remedy.Eject(one, world.now().plusSeconds(600));
    assertThat(world.actuator().perform(act("k-1", eject)).kind()).isEqualTo(Kind.DONE);
    assertThat(world.inRotation(one)).isFalse();
    assertThat(world.inRotation(world.instance(1))).isTrue();
    world.actuator().perform(new Act("k-1/undo", eject, true));
    assertThat(world.inRotation(one)).isTrue();
  }

  @Test
  void an_ejection_expires_by_itself() {
    assumeThat(world.can(RemedyKind.EJECT)).isTrue();
    assumeThat(world.can(RemedyKind.EJECT)).isTrue();
    InstanceRef one = world.instance(0);
    world.actuator().perform(act("k-1", new Remedy.Eject(one, world.now().plus(brief()))));
    assertThat(world.inRotation(one)).isFalse();
    world.advance(brief());
    assertThat(world.inRotation(one)).isTrue();
  }

  private void refused(Remedy remedy) {
    Outcome outcome = world.actuator().perform(act("k-refused", remedy));
    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).isNotBlank();
    assertThat(world.changes()).isZero();
  }

  private static Act act(String key, Remedy remedy) {
    return new Act(key, remedy, false);
  }
}
