package com.trixtech.selfheal.core.plan;

import static com.trixtech.selfheal.core.model.RemedyKind.*;
import static com.trixtech.selfheal.core.testing.ManualClock.START;
import static com.trixtech.selfheal.core.testing.ManualClock.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Course;
import com.trixtech.selfheal.core.model.Course.Progress;
import com.trixtech.selfheal.core.model.Course.Refusal;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.ReleaseHistory.Proof;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.Facts;
import com.trixtech.selfheal.core.testing.Healths;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
  private static final Policy USUAL = APolicy.on(Facts.BACKEND).build();
  private static final WorkloadHealth ONE_HUNG =
      Healths.of(3).with(2, Symptom.NONE).with(1, Symptom.HUNG).build();

  private static Plan plan(Cause cause, WorkloadHealth health, Policy policy, Course course) {
    return plan(cause, health, policy, ReleaseHistory.NONE, course);
  }

  private static Plan plan(
      Cause cause, WorkloadHealth health, Policy policy, ReleaseHistory releases, Course course) {
    Diagnosis diagnosis =
        new Diagnosis(health.workload(), cause, health.ailing(), List.of(), List.of());
    return new Planner(true).plan(diagnosis, health, policy, releases, course, START);
  }

  private static Course course(String focus, Map<String, Progress> progress) {
    return new Course("i-1", 0, focus, progress, Set.of(), Set.of());
  }

  private static Progress tried(int rung, int tries) {
    return new Progress(rung, tries, null);
  }

  private static Course fresh() {
    return Course.fresh("i-1");
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void every_ladder_ends_in_escalation_and_goes_up(Cause cause) {
    List<Rung> ladder = Ladders.of(USUAL, cause);
    assertThat(ladder.getLast().remedy()).isEqualTo(ESCALATE);
    assertThat(ladder).extracting(Rung::remedy).doesNotHaveDuplicates();
  }

  static Stream<Arguments> firsts() {
    return Stream.of(
        Arguments.of(Cause.INSTANCE_HUNG, Symptom.HUNG, AWAIT_PLATFORM),
        Arguments.of(Cause.INSTANCE_CRASHED, Symptom.CRASHED, AWAIT_PLATFORM),
        Arguments.of(Cause.OUT_OF_MEMORY, Symptom.OUT_OF_MEMORY, AWAIT_PLATFORM),
        Arguments.of(Cause.INSTANCE_NOT_READY, Symptom.NOT_READY, RESTART),
        Arguments.of(Cause.INSTANCE_NOT_READY, Symptom.NOT_STARTED, REPLACE),
        Arguments.of(Cause.INSTANCE_ERRORING, Symptom.ERRORING, EJECT),
        Arguments.of(Cause.CRASH_LOOPING, Symptom.CRASH_LOOPING, REPLACE),
        Arguments.of(Cause.DEPENDENCY_FAILED, Symptom.NOT_READY, HOLD_RESTARTS),
        Arguments.of(Cause.EXTERNAL_DEPENDENCY_FAILED, Symptom.NOT_READY, HOLD_RESTARTS),
        Arguments.of(Cause.SHARED_CAUSE_UNKNOWN, Symptom.NOT_READY, AWAIT_PLATFORM),
        Arguments.of(Cause.BAD_RELEASE, Symptom.NOT_READY, ESCALATE));
  }

  @ParameterizedTest(name = "{0} by {1}: {2}")
  @MethodSource("firsts")
  void the_first_remedy_for_a_cause(Cause cause, Symptom symptom, RemedyKind remedy) {
    WorkloadHealth health = Healths.of(3).with(2, Symptom.NONE).with(1, symptom).build();
    Plan found = plan(cause, health, USUAL, fresh());
    assertThat(found.remedy().kind()).isEqualTo(remedy);
    assertThat(found.expected()).isNotBlank();
  }

  @Test
  void a_platform_that_waits_long_before_its_next_start_is_not_waited_for() {
    WorkloadHealth soon = Healths.of(3).with(2, Symptom.NONE).crashedUntil(at(5)).build();
    WorkloadHealth late = Healths.of(3).with(2, Symptom.NONE).crashedUntil(at(6)).build();
    assertThat(plan(Cause.INSTANCE_CRASHED, soon, USUAL, fresh()).remedy().kind())
        .isEqualTo(AWAIT_PLATFORM);
    Plan skipping = plan(Cause.INSTANCE_CRASHED, late, USUAL, fresh());
    assertThat(skipping.remedy().kind()).isEqualTo(REPLACE);
    assertThat(skipping.skipped())
        .containsExactly(
            new Plan.Skipped(
                0,
                "AwaitPlatform: the platform waits until 2026-01-01T00:00:06Z before it starts"
                    + " backend-2 again"));
  }

  @Test
  void where_only_a_person_follows_the_platform_may_take_as_long_as_the_rung() {
    Policy waits =
        APolicy.on(Facts.BACKEND).ladder(Rung.of(AWAIT_PLATFORM, Duration.ofSeconds(120))).build();
    WorkloadHealth soon = Healths.of(3).with(2, Symptom.NONE).crashedUntil(at(120)).build();
    WorkloadHealth late = Healths.of(3).with(2, Symptom.NONE).crashedUntil(at(121)).build();
    assertThat(plan(Cause.INSTANCE_CRASHED, soon, waits, fresh()).remedy().kind())
        .isEqualTo(AWAIT_PLATFORM);
    assertThat(plan(Cause.INSTANCE_CRASHED, late, waits, fresh()).remedy().kind())
        .isEqualTo(RemedyKind.ESCALATE);
  }

  @Test
  void what_does_not_run_is_not_restarted() {
    WorkloadHealth crashed =
        Healths.of(3).with(2, Symptom.NONE).with(1, Symptom.NOT_STARTED).build();
    Plan found = plan(Cause.INSTANCE_NOT_READY, crashed, USUAL, fresh());
    assertThat(found.skipped())
        .extracting(Plan.Skipped::why)
        .containsExactly("Restart: backend-2 does not run, so there is nothing to end");
  }

  @Test
  void nothing_is_replaced_or_ejected_while_no_peer_is_ready() {
    WorkloadHealth none = Healths.of(2).with(2, Symptom.CRASH_LOOPING).build();
    Plan found = plan(Cause.CRASH_LOOPING, none, USUAL, fresh());
    assertThat(found.remedy())
        .isInstanceOfSatisfying(
            Remedy.Escalate.class,
            e ->
                assertThat(e.reason())
                    .isEqualTo(
                        "CrashLooping: no remedy is left; Replace: no peer is ready, so the fault"
                            + " may not lie in one instance"));
    WorkloadHealth single = Healths.of(1).with(1, Symptom.ERRORING).build();
    assertThat(plan(Cause.INSTANCE_ERRORING, single, USUAL, fresh()).remedy().kind())
        .isEqualTo(RESTART);
  }

  @Test
  void what_hangs_and_waits_to_be_started_does_not_run_and_is_not_restarted() {
    WorkloadHealth ended = Healths.of(3).with(2, Symptom.NONE).hungUntil(at(10)).build();
    Plan found = plan(Cause.INSTANCE_HUNG, ended, USUAL, fresh());
    assertThat(found.remedy().kind()).isEqualTo(REPLACE);
    assertThat(found.skipped())
        .extracting(Plan.Skipped::why)
        .containsExactly(
            "AwaitPlatform: the platform waits until 2026-01-01T00:00:10Z before it starts"
                + " backend-2 again",
            "Restart: backend-2 does not run, so there is nothing to end");
  }

  private static final WorkloadHealth TWO_UNREADY =
      Healths.of(5).with(3, Symptom.NONE).with(2, Symptom.NOT_READY).build();

  @Test
  void a_target_is_treated_to_its_end_before_the_next_begins_at_the_foot_of_the_ladder() {
    Plan higher =
        plan(
            Cause.INSTANCE_NOT_READY,
            TWO_UNREADY,
            USUAL,
            course("uid-backend-4", Map.of("uid-backend-4", tried(0, 1))));
    assertThat(higher.remedy().kind()).isEqualTo(REPLACE);
    assertThat(higher.remedy().lock()).isEqualTo("uid-backend-4");
    Plan next =
        plan(
            Cause.INSTANCE_NOT_READY,
            TWO_UNREADY,
            USUAL,
            course("uid-backend-4", Map.of("uid-backend-4", tried(1, 1))));
    assertThat(next.remedy().kind()).isEqualTo(RESTART);
    assertThat(next.remedy().lock()).isEqualTo("uid-backend-3");
    assertThat(next.skipped()).containsExactly(new Plan.Skipped(1, "Replace: it did not help"));
  }

  @Test
  void only_when_every_target_has_used_up_its_ladder_a_person_is_called() {
    Plan found =
        plan(
            Cause.INSTANCE_NOT_READY,
            TWO_UNREADY,
            USUAL,
            course(
                "uid-backend-3",
                Map.of("uid-backend-3", tried(1, 1), "uid-backend-4", tried(1, 1))));
    assertThat(found.remedy().kind()).isEqualTo(ESCALATE);
    assertThat(found.skipped()).hasSize(1);
  }

  @Test
  void a_remedy_for_the_whole_workload_counts_once_for_all_targets() {
    WorkloadHealth two = Healths.of(5).with(3, Symptom.NONE).with(2, Symptom.HUNG).build();
    Course waited =
        course(
            "uid-backend-3",
            Map.of(Facts.BACKEND.toString(), tried(0, 1), "uid-backend-3", tried(2, 1)));
    Plan found = plan(Cause.INSTANCE_HUNG, two, USUAL, waited);
    assertThat(found.remedy()).isEqualTo(new Remedy.Restart(two.instances().get(4).instance()));
    assertThat(found.rung()).isEqualTo(1);
  }

  @Test
  void the_next_life_under_the_same_name_goes_on_where_the_replaced_one_ended() {
    Course replaced = course("uid-before", Map.of("backend-2", tried(2, 1)));
    Plan found = plan(Cause.INSTANCE_HUNG, ONE_HUNG, USUAL, replaced);
    assertThat(found.remedy().kind()).isEqualTo(ESCALATE);
  }

  @Test
  void what_ails_after_a_replacement_is_not_treated_singly_again() {
    Course after = new Course("i-1", 0, null, Map.of(), Set.of("backend-2"), Set.of());
    Plan found = plan(Cause.INSTANCE_NOT_READY, ONE_HUNG, USUAL, after);
    assertThat(found.remedy().kind()).isEqualTo(ESCALATE);
    assertThat(found.skipped())
        .extracting(Plan.Skipped::why)
        .contains("Replace: backend-2 ails after a replacement");
  }

  @Test
  void a_rung_is_tried_again_as_often_as_it_allows() {
    Rung twice = new Rung(RESTART, Set.of(), Duration.ofSeconds(30), 1, false, Duration.ZERO, true);
    Policy policy = APolicy.on(Facts.BACKEND).ladder(twice).build();
    Course once = course("uid-backend-2", Map.of("uid-backend-2", tried(0, 1)));
    assertThat(plan(Cause.INSTANCE_HUNG, ONE_HUNG, policy, once).remedy().kind())
        .isEqualTo(RESTART);
    Course again = course("uid-backend-2", Map.of("uid-backend-2", tried(0, 2)));
    assertThat(plan(Cause.INSTANCE_HUNG, ONE_HUNG, policy, again).remedy().kind())
        .isEqualTo(ESCALATE);
  }

  @Test
  void what_the_platform_refuses_is_tried_until_the_rungs_time_out_and_then_given_up_for_it() {
    Refusal since = new Refusal(at(-60), "0 disruptions allowed");
    Course refused = course("uid-backend-2", Map.of("uid-backend-2", new Progress(0, 0, since)));
    Rung minute = Rung.of(REPLACE, Duration.ofSeconds(61));
    Policy patient = APolicy.on(Facts.BACKEND).ladder(minute).build();
    assertThat(plan(Cause.INSTANCE_HUNG, ONE_HUNG, patient, refused).remedy().kind())
        .isEqualTo(REPLACE);
    Policy over =
        APolicy.on(Facts.BACKEND).ladder(Rung.of(REPLACE, Duration.ofSeconds(60))).build();
    assertThat(plan(Cause.INSTANCE_HUNG, ONE_HUNG, over, refused).remedy())
        .isInstanceOfSatisfying(
            Remedy.Escalate.class,
            e ->
                assertThat(e.reason())
                    .endsWith(
                        "Replace: the platform has refused it since 2025-12-31T23:59:00Z: 0"
                            + " disruptions allowed"));
  }

  @Test
  void a_recurrence_above_the_ladder_is_escalated() {
    Course above = new Course("i-1", 9, null, Map.of(), Set.of(), Set.of());
    assertThat(plan(Cause.INSTANCE_HUNG, ONE_HUNG, USUAL, above).remedy().kind())
        .isEqualTo(ESCALATE);
  }

  @Test
  void a_ladder_that_has_no_rung_for_the_cause_escalates() {
    Rung other =
        new Rung(
            RESTART,
            Set.of(Cause.INSTANCE_HUNG),
            Duration.ofSeconds(30),
            0,
            false,
            Duration.ZERO,
            true);
    Policy policy = APolicy.on(Facts.BACKEND).ladder(other).build();
    assertThat(plan(Cause.INSTANCE_NOT_READY, ONE_HUNG, policy, fresh()).remedy().kind())
        .isEqualTo(ESCALATE);
  }

  private static final Proof GOOD = new Proof(START, "config", List.of());

  private static Healths released() {
    return Healths.of(3)
        .with(3, Symptom.NOT_READY, "c", false)
        .current("c")
        .revision(1, "a", "config", false)
        .revision(2, "b", "config", false)
        .revision(3, "c", "config", false);
  }

  private static Plan rollBack(WorkloadHealth health, ReleaseHistory history) {
    return plan(Cause.BAD_RELEASE, health, USUAL, history, fresh());
  }

  @Test
  void a_roll_back_goes_to_the_newest_proven_revision_and_names_where_it_comes_from_A_74() {
    Plan found =
        rollBack(released().build(), new ReleaseHistory(Map.of("a", GOOD, "b", GOOD), Set.of()));
    assertThat(found.remedy()).isEqualTo(new Remedy.RollBack(Facts.BACKEND, "c", "b"));
  }

  @Test
  void a_roll_back_never_goes_to_a_condemned_revision_A_73() {
    Plan found =
        rollBack(released().build(), new ReleaseHistory(Map.of("a", GOOD, "b", GOOD), Set.of("b")));
    assertThat(found.remedy()).isEqualTo(new Remedy.RollBack(Facts.BACKEND, "c", "a"));
  }

  static Stream<Arguments> noWayBack() {
    ReleaseHistory proven = new ReleaseHistory(Map.of("a", GOOD), Set.of());
    Healths base = Healths.of(1).with(1, Symptom.NOT_READY, "b", false).current("b");
    return Stream.of(
        Arguments.of(
            "condemned",
            Healths.of(1).current("b").revision(1, "a", "config", false).build(),
            new ReleaseHistory(Map.of("a", GOOD), Set.of("a")),
            "revision 1: it failed before and was rolled back from"),
        Arguments.of(
            "never proven",
            Healths.of(1).current("b").revision(1, "a", "config", false).build(),
            ReleaseHistory.NONE,
            "revision 1: it was never proven good"),
        Arguments.of(
            "mutable tag (A-10)",
            Healths.of(1).current("b").revision(1, "a", "config", true).build(),
            proven,
            "revision 1: its image tag is mutable, so it may not be what was proven"),
        Arguments.of(
            "configuration changed",
            Healths.of(1).current("b").revision(1, "a", "changed", false).build(),
            proven,
            "revision 1: its ConfigMaps or Secrets have changed since it was proven"),
        Arguments.of(
            "owned (A-76)",
            Healths.of(1)
                .current("b")
                .revision(1, "a", "config", false)
                .operator("Argo CD")
                .build(),
            proven,
            "Argo CD owns the workload and would undo it"),
        Arguments.of(
            "first release (A-75)",
            base.revision(1, "b", "config", false).build(),
            proven,
            "the platform keeps no earlier revision"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noWayBack")
  void where_there_is_no_way_back_it_says_why_and_escalates(
      String what, WorkloadHealth health, ReleaseHistory history, String why) {
    Plan found = rollBack(health, history);
    assertThat(found.remedy().kind()).as(what).isEqualTo(ESCALATE);
    assertThat(found.skipped()).extracting(Plan.Skipped::why).containsExactly("RollBack: " + why);
  }

  @Test
  void a_changed_configuration_may_be_accepted_by_the_policy() {
    Rung lenient =
        new Rung(ROLL_BACK, Set.of(), Duration.ofSeconds(60), 0, false, Duration.ZERO, false);
    Policy policy = APolicy.on(Facts.BACKEND).ladder(lenient).build();
    WorkloadHealth health = Healths.of(1).current("b").revision(1, "a", "changed", false).build();
    assertThat(
            plan(
                    Cause.BAD_RELEASE,
                    health,
                    policy,
                    new ReleaseHistory(Map.of("a", GOOD), Set.of()),
                    fresh())
                .remedy()
                .kind())
        .isEqualTo(ROLL_BACK);
  }
}
