package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.EJECT;
import static com.trixtech.selfheal.core.model.RemedyKind.HOLD_RESTARTS;
import static com.trixtech.selfheal.core.model.RemedyKind.REPLACE;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.model.RemedyKind.ROLL_BACK;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static com.trixtech.selfheal.core.testing.Rig.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole heals: the real loop, fake ports, virtual time. */
class HealingScenariosTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Rig rig = new Rig(APolicy.on(BACKEND).hard("postgres", DATABASE).build());
  private final FakeWorkload backend = rig.world.workload(BACKEND, 3);

  private Ending ending() {
    return rig.incident().closed().map(IncidentClosed::ending).orElseThrow();
  }

  @Test
  void a_crash_is_left_to_the_platform_and_proven() {
    rig.run(15);
    backend.crash(1);
    rig.step();
    assertThat(rig.incident().cause()).isEqualTo(Cause.INSTANCE_CRASHED);
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED_BY_PLATFORM);
    assertThat(rig.world.effects()).isEmpty();
    assertThat(rig.loop().explain(BACKEND).orElseThrow().actsUsed()).isEqualTo(1);
  }

  @Test
  void a_zombie_is_restarted_verified_and_closed() {
    rig.run(15);
    backend.zombie(2);
    rig.run(10).until("opened", LONG, () -> !rig.loop().incidents().isEmpty());
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
    assertThat(rig.remedies()).containsExactly(RESTART);
    assertThat(rig.journal.of(Verified.class).getLast().verification().proof())
        .isEqualTo(Proof.RECOVERED);
  }

  @Test
  void what_no_remedy_helps_climbs_the_ladder_is_escalated_and_left_alone() {
    rig.run(15);
    backend.incurable(0);
    rig.run(Duration.ofMinutes(20));
    assertThat(rig.incident().stage()).isEqualTo(Stage.ESCALATED);
    assertThat(rig.remedies()).startsWith(RESTART, REPLACE).hasSizeLessThanOrEqualTo(3);
    int entries = rig.journal.replay().size();
    rig.run(Duration.ofMinutes(20));
    assertThat(rig.journal.replay()).hasSize(entries);
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.startsWith("escalated to a person"));
  }

  @Test
  void what_comes_well_after_a_person_was_called_is_closed_as_such() {
    rig.run(15);
    backend.incurable(0);
    rig.until("escalated", LONG, this::escalated);
    backend.wellAgain();
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED_AFTER_ESCALATION);
  }

  private boolean escalated() {
    return rig.loop().incidents().stream().anyMatch(i -> i.stage() == Stage.ESCALATED);
  }

  @Test
  void an_instance_that_answers_with_errors_is_ejected_then_restarted_and_let_back_in() {
    rig.run(15);
    backend.erroring(1);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty());
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(EJECT, RESTART);
    assertThat(rig.undone()).hasSize(1);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void an_ejection_whose_instance_was_replaced_does_not_keep_the_incident_open() {
    Rung eject = Rung.of(EJECT, Duration.ofSeconds(60));
    Rung replace = Rung.of(REPLACE, Duration.ofSeconds(60));
    Rig own = new Rig(APolicy.on(BACKEND).ladder(eject, replace).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.erroring(1);
    own.until("opened", LONG, () -> !own.loop().incidents().isEmpty());
    own.untilClosed(LONG);
    assertThat(own.remedies()).containsExactly(EJECT, REPLACE);
    assertThat(own.incident().standing()).isEmpty();
  }

  @Test
  void a_bad_release_is_rolled_back_verified_and_condemned() {
    rig.run(Duration.ofMinutes(11));
    backend.badRelease("b");
    rig.until("rolled back", Duration.ofSeconds(30), () -> backend.current().equals("a"));
    assertThat(backend.ready()).isEqualTo(3);
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
    assertThat(rig.remedies()).containsExactly(ROLL_BACK);
    assertThat(rig.journal.of(RevisionCondemned.class))
        .extracting(RevisionCondemned::template)
        .containsExactly("b");
  }

  @Test
  void a_second_bad_release_is_rolled_back_too_and_never_to_the_condemned_one_A_73() {
    rig.run(Duration.ofMinutes(11));
    backend.badRelease("b");
    rig.until("first", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    rig.untilClosed(LONG).run(Duration.ofMinutes(2));
    backend.badRelease("c");
    rig.until("second", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    rig.untilClosed(LONG);
    assertThat(rig.world.effects())
        .extracting(a -> a.remedy() instanceof Remedy.RollBack r ? r.to() : "")
        .containsExactly("a", "a");
  }

  @Test
  void the_condemned_release_deployed_again_is_rolled_back_again_A_76() {
    rig.run(Duration.ofMinutes(11));
    backend.badRelease("b");
    rig.until("first", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    rig.untilClosed(LONG).run(Duration.ofMinutes(2));
    backend.badRelease("b");
    rig.until("second", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    assertThat(rig.remedies()).containsOnly(ROLL_BACK);
  }

  @Test
  void a_release_that_turns_bad_after_it_was_ready_is_rolled_back_in_one_act() {
    rig.run(Duration.ofMinutes(11));
    backend.slowlyBadRelease("b");
    rig.until("rolled back", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(ROLL_BACK);
    assertThat(rig.journal.of(Verified.class))
        .extracting(v -> v.verification().proof())
        .containsExactly(Proof.RECOVERED);
  }

  @Test
  void a_restored_instance_that_is_slow_to_serve_does_not_overturn_the_roll_back() {
    rollBackThenAilOne();
    rig.run(30);
    backend.wellAgain();
    rig.untilClosed(LONG);
    assertThat(causes()).containsOnly(Cause.BAD_RELEASE);
    assertThat(rig.journal.of(Verified.class))
        .extracting(v -> v.verification().proof())
        .containsExactly(Proof.RECOVERED);
    assertThat(rig.remedies()).containsExactly(ROLL_BACK);
  }

  @Test
  void a_restored_instance_that_stays_ill_is_treated_when_the_roll_back_has_had_its_time() {
    rollBackThenAilOne();
    rig.untilClosed(LONG);
    assertThat(causes()).endsWith(Cause.INSTANCE_NOT_READY);
    assertThat(rig.remedies()).containsExactly(ROLL_BACK, RESTART);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
  }

  private void rollBackThenAilOne() {
    rig.run(Duration.ofMinutes(11));
    backend.slowlyBadRelease("b");
    rig.until("rolled back", Duration.ofMinutes(1), () -> backend.current().equals("a"));
    rig.until("restored", Duration.ofMinutes(1), () -> instances().allMatch("a"::equals));
    rig.until("ready", Duration.ofMinutes(1), () -> backend.ready() == 3);
    backend.zombie(0);
  }

  private Stream<String> instances() {
    return rig.world.read().workloads().getFirst().instances().stream().map(InstanceFact::revision);
  }

  private List<Cause> causes() {
    return rig.journal.of(Diagnosed.class).stream().map(Diagnosed::cause).toList();
  }

  @Test
  void a_first_release_that_fails_has_no_way_back_and_is_escalated_A_75() {
    backend.badRelease("b");
    rig.run(Duration.ofMinutes(5));
    assertThat(rig.remedies()).isEmpty();
    assertThat(rig.incident().escalated()).isPresent();
    assertThat(rig.incident().escalated().orElseThrow().reason()).contains("never proven");
  }

  @Test
  void while_the_database_is_down_restarts_are_held_and_nothing_is_restarted_A_95() {
    rig.world.dependency("postgres", true);
    rig.run(15);
    rig.world.dependency("postgres", false);
    backend.allNotReady();
    rig.run(20);
    assertThat(rig.incident().cause()).isEqualTo(Cause.DEPENDENCY_FAILED);
    assertThat(rig.remedies()).containsExactly(HOLD_RESTARTS);
    rig.world.dependency("postgres", true);
    backend.wellAgain();
    rig.run(3);
    assertThat(rig.undone()).as("released as soon as the database answers").hasSize(1);
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
    assertThat(rig.remedies()).containsExactly(HOLD_RESTARTS);
  }

  @Test
  void a_hold_is_released_also_when_the_outage_outlived_its_proof_and_a_person_was_called() {
    rig.world.dependency("postgres", true);
    rig.run(15);
    rig.world.dependency("postgres", false);
    backend.allNotReady();
    rig.run(Duration.ofMinutes(4));
    assertThat(escalated()).isTrue();
    rig.world.dependency("postgres", true);
    backend.wellAgain();
    rig.run(3);
    assertThat(rig.undone()).hasSize(1);
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED_AFTER_ESCALATION);
  }

  @Test
  void two_of_three_that_crash_at_once_are_left_to_the_platform() {
    rig.run(15);
    backend.crash(0).crash(1);
    rig.step();
    assertThat(rig.incident().cause()).isEqualTo(Cause.INSTANCE_CRASHED);
    rig.untilClosed(LONG);
    assertThat(rig.world.effects()).isEmpty();
  }

  @Test
  void one_of_all_that_crashed_that_is_slow_to_serve_is_no_cause_of_its_own() {
    crashAllThenAilOne();
    rig.run(30);
    backend.wellAgain();
    rig.untilClosed(LONG);
    assertThat(causes()).containsOnly(Cause.SHARED_CAUSE_UNKNOWN);
    assertThat(ending()).isEqualTo(Ending.RECOVERED_BY_PLATFORM);
    assertThat(rig.remedies()).isEmpty();
  }

  @Test
  void one_of_all_that_crashed_that_stays_ill_is_treated_when_the_platform_has_had_its_time() {
    crashAllThenAilOne();
    rig.untilClosed(LONG);
    assertThat(causes()).endsWith(Cause.INSTANCE_NOT_READY);
    assertThat(rig.remedies()).containsExactly(RESTART);
  }

  private void crashAllThenAilOne() {
    rig.run(15);
    backend.crash(0).crash(1).crash(2);
    rig.step();
    rig.until("back", Duration.ofMinutes(1), () -> backend.ready() == 3);
    backend.zombie(0);
  }

  @Test
  void an_instance_that_dies_at_each_start_is_replaced() {
    rig.run(Duration.ofMinutes(11));
    backend.crashForGood(0);
    rig.step();
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(rig.journal.of(Diagnosed.class))
        .extracting(Diagnosed::cause)
        .contains(Cause.CRASH_LOOPING);
  }

  @Test
  void a_fault_that_comes_back_after_success_goes_on_one_rung_higher() {
    rig.run(15);
    backend.zombie(0);
    rig.run(12).untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(RESTART);
    rig.run(60);
    backend.zombie(0);
    rig.run(12).untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(RESTART, REPLACE);
    assertThat(rig.incident().opened().recurrenceOf()).isEqualTo("i-0001");
  }

  @Test
  void treats_one_verifies_and_only_then_the_next() {
    FakeWorkload five = rig.world.workload(BACKEND, 5);
    rig.run(15);
    five.zombie(0).zombie(1);
    rig.run(12).untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(RESTART, RESTART);
    assertThat(rig.incident().entries())
        .filteredOn(e -> e instanceof ActIntended || e instanceof Verified)
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("ActIntended", "Verified", "ActIntended", "Verified");
  }

  @Test
  void most_ailing_at_once_is_a_storm_that_stops_single_treatment_and_calls_a_person() {
    rig.run(15);
    backend.zombie(0).zombie(1);
    rig.run(Duration.ofMinutes(6));
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.incident().escalated().orElseThrow().reason()).contains("2 of 3");
  }

  @Test
  void a_workload_that_was_removed_ends_its_incident() {
    rig.run(15);
    backend.zombie(0);
    rig.run(12);
    rig.world.remove(BACKEND);
    rig.step();
    assertThat(ending()).isEqualTo(Ending.TARGET_GONE);
  }

  @Test
  void a_well_world_is_left_alone_and_nothing_is_written() {
    rig.run(Duration.ofMinutes(11));
    int entries = rig.journal.replay().size();
    rig.run(Duration.ofMinutes(30));
    assertThat(rig.journal.replay()).hasSize(entries);
    assertThat(rig.world.asked()).isEmpty();
  }

  @Test
  void one_bad_look_is_nothing_E_false_alarm() {
    rig.run(15);
    backend.zombie(0);
    rig.run(5);
    backend.wellAgain();
    rig.run(30);
    assertThat(rig.loop().incidents()).isEmpty();
  }

  @Test
  void in_observe_mode_it_does_nothing_and_says_so() {
    Rig own = new Rig(APolicy.on(BACKEND).mode(Mode.OBSERVE).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.zombie(0);
    own.run(Duration.ofMinutes(20));
    assertThat(own.world.asked()).isEmpty();
    assertThat(own.incident().planned().orElseThrow().remedy().kind()).isEqualTo(RESTART);
    assertThat(own.explain(BACKEND).whyNot()).anyMatch(s -> s.startsWith("ModeObserve"));
    assertThat(own.incident().stage()).isEqualTo(Stage.PLANNED);
  }

  @Test
  void in_approve_mode_it_waits_for_a_person_and_does_just_that() {
    Rig own = new Rig(APolicy.on(BACKEND).mode(Mode.APPROVE).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.zombie(0);
    own.run(Duration.ofMinutes(10));
    assertThat(own.world.asked()).isEmpty();
    assertThat(own.explain(BACKEND).whyNot()).anyMatch(s -> s.startsWith("AwaitingApproval"));
    assertThat(own.loop().approve("i-0001", "ann")).isTrue();
    own.untilClosed(LONG);
    assertThat(own.remedies()).containsExactly(RESTART);
    assertThat(own.loop().approve("i-0001", "ann")).as("nothing awaits approval").isFalse();
  }

  @Test
  void an_approval_is_not_taken_where_nothing_awaits_it() {
    Rig own = new Rig(APolicy.on(BACKEND).mode(Mode.OBSERVE).build());
    own.world.workload(BACKEND, 3).zombie(0);
    own.run(30);
    assertThat(own.loop().approve("i-0001", "ann")).isFalse();
  }

  @Test
  void a_cause_that_lasts_is_diagnosed_anew_when_it_alone_is_supported() {
    rig.run(15);
    backend.zombie(0);
    rig.run(12);
    assertThat(rig.incident().cause()).isEqualTo(Cause.INSTANCE_NOT_READY);
    rig.world.dependency("postgres", false);
    backend.allNotReady();
    rig.run(15);
    assertThat(rig.incident().cause()).isEqualTo(Cause.DEPENDENCY_FAILED);
    assertThat(rig.remedies()).contains(HOLD_RESTARTS);
  }

  @Test
  void a_ladder_of_the_policy_is_followed_for_its_causes_only() {
    Rung replace =
        new Rung(
            REPLACE,
            Set.of(Cause.INSTANCE_NOT_READY),
            Duration.ofSeconds(60),
            0,
            false,
            Duration.ofMinutes(1),
            true);
    Rig own = new Rig(APolicy.on(BACKEND).ladder(replace).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.zombie(0);
    own.run(12).untilClosed(LONG);
    assertThat(own.remedies()).containsExactly(RemedyKind.REPLACE);
    assertThat(own.incident().endingIfWell()).isEqualTo(Incident.Ending.RECOVERED);
  }
}
