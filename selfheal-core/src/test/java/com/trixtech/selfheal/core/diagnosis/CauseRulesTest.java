package com.trixtech.selfheal.core.diagnosis;

import static com.trixtech.selfheal.core.model.Symptom.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.ReleaseHistory.Proof;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.Facts;
import com.trixtech.selfheal.core.testing.Healths;
import com.trixtech.selfheal.core.testing.ManualClock;
import com.trixtech.selfheal.core.testing.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CauseRulesTest {
  private static final WorkloadRef FRONTEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "frontend");
  private static final Policy NEEDS_DATABASE =
      APolicy.on(Facts.BACKEND).hard("postgres", Rig.DATABASE).soft("mail", null).build();
  private static final ReleaseHistory PROVEN = proven("a");

  private static ReleaseHistory proven(String template) {
    Proof proof = new Proof(ManualClock.START, "config", List.of());
    return new ReleaseHistory(Map.of(template, proof), Set.of());
  }

  private static Diagnosis explain(
      WorkloadHealth workload, Policy policy, ReleaseHistory releases, DependencyHealth... checks) {
    return new CauseRules()
        .explain(List.of(workload), List.of(checks), r -> policy, r -> releases)
        .getFirst();
  }

  private static DependencyHealth database(Health health) {
    return check("postgres", Rig.DATABASE, Dependency.Strength.HARD, health);
  }

  private static DependencyHealth check(
      String name,
      @org.jspecify.annotations.Nullable WorkloadRef provider,
      Dependency.Strength strength,
      Health health) {
    return new DependencyHealth(
        Facts.BACKEND, new Dependency(name, provider, strength), health, "SELECT 1");
  }

  static List<Arguments> causes() {
    List<Arguments> all = new ArrayList<>();
    all.add(row("all well", Healths.of(3).with(3, NONE), Cause.NOTHING_WRONG));
    all.add(row("one starts", Healths.of(3).with(2, NONE).with(1, STARTING), Cause.NOTHING_WRONG));
    all.add(row("one is missing", Healths.of(3).with(2, NONE), Cause.NOTHING_WRONG));
    all.add(
        row("most lost", Healths.of(3).with(1, NONE).with(2, SIGNAL_LOST), Cause.SIGNALS_BLIND));
    all.add(row("one lost", Healths.of(3).with(2, NONE).with(1, SIGNAL_LOST), Cause.NOTHING_WRONG));
    all.add(one(NOT_READY, Cause.INSTANCE_NOT_READY));
    all.add(one(NOT_STARTED, Cause.INSTANCE_NOT_READY));
    all.add(one(ERRORING, Cause.INSTANCE_ERRORING));
    all.add(one(SLOW, Cause.INSTANCE_ERRORING));
    all.add(one(HUNG, Cause.INSTANCE_HUNG));
    all.add(one(CRASHED, Cause.INSTANCE_CRASHED));
    all.add(one(OUT_OF_MEMORY, Cause.OUT_OF_MEMORY));
    all.add(one(CRASH_LOOPING, Cause.CRASH_LOOPING));
    all.add(
        row(
            "two of three crash",
            Healths.of(3).with(1, NONE).with(2, CRASHED),
            Cause.INSTANCE_CRASHED));
    all.add(row("all three crash", Healths.of(3).with(3, CRASHED), Cause.SHARED_CAUSE_UNKNOWN));
    all.add(
        row(
            "three of four hang",
            Healths.of(4).with(1, NONE).with(3, HUNG),
            Cause.SHARED_CAUSE_UNKNOWN));
    all.add(
        row(
            "the gravest symptom names it",
            Healths.of(5).with(3, NONE).with(1, NOT_READY).with(1, OUT_OF_MEMORY),
            Cause.OUT_OF_MEMORY));
    return all;
  }

  private static Arguments one(Symptom symptom, Cause cause) {
    return row("one of three: " + symptom, Healths.of(3).with(2, NONE).with(1, symptom), cause);
  }

  private static Arguments row(String what, Healths healths, Cause cause) {
    return Arguments.of(what, healths.build(), cause);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("causes")
  void a_proven_revision_with_a_working_database(String what, WorkloadHealth health, Cause cause) {
    Diagnosis found = explain(health, NEEDS_DATABASE, PROVEN, database(Health.HEALTHY));
    assertThat(found.cause()).as(what).isEqualTo(cause);
    if (cause != Cause.NOTHING_WRONG) {
      assertThat(found.evidence()).as("its evidence").isNotEmpty();
    }
    if (cause.inInstances()) {
      assertThat(found.rejected())
          .extracting(Diagnosis.Rejected::cause)
          .contains(
              Cause.SIGNALS_BLIND,
              Cause.DEPENDENCY_FAILED,
              Cause.BAD_RELEASE,
              Cause.SHARED_CAUSE_UNKNOWN);
      assertThat(found.affected()).allMatch(i -> i.symptom().ails());
    }
  }

  @Test
  void one_fails_while_its_peers_reach_the_database_so_the_fault_is_its_own() {
    Diagnosis found =
        explain(
            Healths.of(3).with(2, NONE).with(1, NOT_READY).build(),
            NEEDS_DATABASE,
            PROVEN,
            database(Health.HEALTHY));
    assertThat(found.cause()).isEqualTo(Cause.INSTANCE_NOT_READY);
    assertThat(found.rejected())
        .contains(
            new Diagnosis.Rejected(
                Cause.DEPENDENCY_FAILED, "postgres answers an independent check: SELECT 1"));
  }

  @Test
  void all_fail_and_the_database_is_down_so_it_is_the_database_A_95() {
    Diagnosis found =
        explain(
            Healths.of(3).with(3, NOT_READY, "b", false).current("b").build(),
            NEEDS_DATABASE,
            PROVEN,
            database(Health.FAILED));
    assertThat(found.cause()).isEqualTo(Cause.DEPENDENCY_FAILED);
    assertThat(found.evidence())
        .contains("postgres does not answer an independent check: SELECT 1")
        .contains("0 of 3 instances are ready");
  }

  @Test
  void all_fail_after_a_release_and_the_database_is_fine_so_it_is_the_release() {
    Diagnosis found =
        explain(
            Healths.of(3).with(3, NOT_READY, "b", false).current("b").build(),
            NEEDS_DATABASE,
            PROVEN,
            database(Health.HEALTHY));
    assertThat(found.cause()).isEqualTo(Cause.BAD_RELEASE);
  }

  @Test
  void the_new_instances_fail_and_the_old_do_not_so_it_is_the_release() {
    Diagnosis found =
        explain(
            Healths.of(3).with(3, NONE).with(1, CRASHED, "b", false).current("b").rolling().build(),
            NEEDS_DATABASE,
            PROVEN);
    assertThat(found.cause()).isEqualTo(Cause.BAD_RELEASE);
    assertThat(found.affected()).hasSize(1);
  }

  @Test
  void the_old_instances_fail_too_so_it_is_not_the_release() {
    Diagnosis found =
        explain(
            Healths.of(3)
                .with(1, NONE)
                .with(1, CRASHED, "a", true)
                .with(1, CRASHED, "b", false)
                .current("b")
                .build(),
            NEEDS_DATABASE,
            PROVEN);
    assertThat(found.cause()).isEqualTo(Cause.INSTANCE_CRASHED);
    assertThat(found.rejected()).extracting(Diagnosis.Rejected::cause).contains(Cause.BAD_RELEASE);
  }

  @Test
  void a_proven_release_is_not_blamed() {
    WorkloadHealth health = Healths.of(3).with(1, NONE).with(2, CRASH_LOOPING).build();
    assertThat(explain(health, NEEDS_DATABASE, PROVEN).cause()).isEqualTo(Cause.CRASH_LOOPING);
    assertThat(explain(health, NEEDS_DATABASE, ReleaseHistory.NONE).cause())
        .isEqualTo(Cause.BAD_RELEASE);
  }

  private static Healths newRevision(int... failedSecondsAgo) {
    Healths healths = Healths.of(3).current("b");
    healths.revision(1, "a", "c", false).revision(2, "b", "c", false);
    for (int ago : failedSecondsAgo) {
      healths.failed(ago).with(1, ago == 0 ? CRASHED : NONE, "b", true);
    }
    return healths;
  }

  @Test
  void most_of_a_revision_that_was_never_proven_failed_in_turn_so_it_is_the_release() {
    Healths most = Healths.of(3).with(1, NONE, "b", true).current("b");
    most.revision(1, "a", "c", false).revision(2, "b", "c", false);
    most.failed(20).with(1, NONE, "b", true).failed(0).with(1, CRASHED, "b", true);
    Diagnosis found = explain(most.build(), NEEDS_DATABASE, PROVEN);
    assertThat(found.cause()).isEqualTo(Cause.BAD_RELEASE);
    assertThat(found.affected()).hasSize(1);
    assertThat(found.evidence())
        .contains(
            "2 of 3 instances of the new revision fail one after the other; 0 of 0 of the one before do");
    assertThat(explain(most.build(), NEEDS_DATABASE, proven("b")).cause())
        .as("proven before")
        .isEqualTo(Cause.INSTANCE_CRASHED);
  }

  @Test
  void one_that_failed_is_no_release_nor_are_those_that_ended_at_one_moment_or_long_ago() {
    Healths one = Healths.of(3).with(2, NONE, "b", true).current("b");
    one.revision(1, "a", "c", false).revision(2, "b", "c", false);
    one.failed(0).with(1, CRASHED, "b", true);
    for (Healths other : List.of(one, newRevision(0, 0, 1), newRevision(0, 300, 301))) {
      assertThat(explain(other.build(), NEEDS_DATABASE, PROVEN).cause())
          .isNotEqualTo(Cause.BAD_RELEASE);
    }
  }

  @Test
  void what_ended_when_another_workload_did_speaks_against_no_release() {
    WorkloadHealth patient = newRevision(0, 100, 105).build();
    assertThat(explain(patient, NEEDS_DATABASE, PROVEN).cause()).isEqualTo(Cause.BAD_RELEASE);
    WorkloadHealth other = Healths.of(Rig.DATABASE, 1).failed(97).with(1, NONE).build();
    assertThat(
            new CauseRules()
                .explain(List.of(patient, other), List.of(), w -> NEEDS_DATABASE, w -> PROVEN)
                .getFirst()
                .cause())
        .isEqualTo(Cause.INSTANCE_CRASHED);
  }

  @Test
  void one_that_is_not_ready_before_its_peers_count_as_not_ready_is_not_the_only_one() {
    Diagnosis found =
        explain(Healths.of(3).with(1, NOT_READY).doubtful(2).build(), NEEDS_DATABASE, PROVEN);
    assertThat(found.cause()).isEqualTo(Cause.SHARED_CAUSE_UNKNOWN);
    assertThat(found.evidence()).contains("1 of 3 instances ail at once, and 2 more are not ready");
  }

  @Test
  void all_of_a_revision_that_was_never_proven_fail_together_so_it_is_the_release() {
    var all = Healths.of(3).with(3, HUNG, "b", true).current("b");
    var one = Healths.of(3).with(1, HUNG, "b", true).with(2, NONE, "b", true).current("b");
    all.revision(1, "a", "c", false).revision(2, "b", "c", false);
    one.revision(1, "a", "c", false).revision(2, "b", "c", false);
    assertThat(explain(all.build(), NEEDS_DATABASE, PROVEN).cause()).isEqualTo(Cause.BAD_RELEASE);
    assertThat(explain(all.build(), NEEDS_DATABASE, proven("b")).cause())
        .isEqualTo(Cause.SHARED_CAUSE_UNKNOWN);
    assertThat(explain(one.build(), NEEDS_DATABASE, PROVEN).cause()).isEqualTo(Cause.INSTANCE_HUNG);
  }

  @Test
  void the_only_revision_is_blamed_where_it_was_never_ready_and_not_where_it_was() {
    var wasReady = Healths.of(1).with(1, CRASH_LOOPING, "a", true);
    var neverReady = Healths.of(1).with(1, CRASH_LOOPING, "a", false);
    assertThat(
            explain(
                    wasReady.revision(1, "a", "c", false).build(),
                    NEEDS_DATABASE,
                    ReleaseHistory.NONE)
                .cause())
        .isEqualTo(Cause.CRASH_LOOPING);
    assertThat(
            explain(
                    neverReady.revision(1, "a", "c", false).build(),
                    NEEDS_DATABASE,
                    ReleaseHistory.NONE)
                .cause())
        .isEqualTo(Cause.BAD_RELEASE);
  }

  @Test
  void a_crash_right_after_a_release_of_an_instance_that_was_ready_is_not_blamed_on_it() {
    Diagnosis found =
        explain(
            Healths.of(3).with(2, NONE, "b", true).with(1, CRASHED, "b", true).current("b").build(),
            NEEDS_DATABASE,
            PROVEN);
    assertThat(found.cause()).isEqualTo(Cause.INSTANCE_CRASHED);
  }

  @Test
  void a_soft_dependency_that_fails_is_rejected_with_the_reason() {
    Diagnosis found =
        explain(
            Healths.of(3).with(2, NONE).with(1, HUNG).build(),
            NEEDS_DATABASE,
            PROVEN,
            check("mail", null, Dependency.Strength.SOFT, Health.FAILED));
    assertThat(found.cause()).isEqualTo(Cause.INSTANCE_HUNG);
    assertThat(found.rejected())
        .contains(
            new Diagnosis.Rejected(
                Cause.EXTERNAL_DEPENDENCY_FAILED,
                "mail fails, but is declared soft: the workload can serve without it"));
  }

  @Test
  void a_hard_dependency_outside_is_named_as_external() {
    Policy policy = APolicy.on(Facts.BACKEND).hard("payments", null).build();
    Diagnosis found =
        explain(
            Healths.of(3).with(2, NONE).with(1, NOT_READY).build(),
            policy,
            PROVEN,
            check("payments", null, Dependency.Strength.HARD, Health.FAILED));
    assertThat(found.cause()).isEqualTo(Cause.EXTERNAL_DEPENDENCY_FAILED);
  }

  @Test
  void a_dependency_of_which_nothing_fresh_is_known_is_not_blamed() {
    Diagnosis found =
        explain(
            Healths.of(3).with(2, NONE).with(1, NOT_READY).build(),
            NEEDS_DATABASE,
            PROVEN,
            database(Health.UNKNOWN));
    assertThat(found.cause()).isEqualTo(Cause.INSTANCE_NOT_READY);
    assertThat(found.rejected())
        .contains(
            new Diagnosis.Rejected(Cause.DEPENDENCY_FAILED, "nothing fresh is known of postgres"));
  }

  @Test
  void a_dependency_that_is_down_harms_nobody_who_is_well() {
    Diagnosis found =
        explain(
            Healths.of(3).with(3, NONE).build(), NEEDS_DATABASE, PROVEN, database(Health.FAILED));
    assertThat(found.cause()).isEqualTo(Cause.NOTHING_WRONG);
  }

  @Test
  void the_failure_of_a_dependencys_dependency_is_followed_to_where_it_begins() {
    Map<WorkloadRef, Policy> policies =
        Map.of(
            FRONTEND,
            APolicy.on(FRONTEND).hard("backend", Facts.BACKEND).build(),
            Facts.BACKEND,
            NEEDS_DATABASE);
    List<Diagnosis> found =
        new CauseRules()
            .explain(
                List.of(
                    Healths.of(FRONTEND, 2).with(2, NOT_READY).build(),
                    Healths.of(3).with(3, NOT_READY).build()),
                List.of(database(Health.FAILED)),
                policies::get,
                r -> ReleaseHistory.NONE);
    assertThat(found)
        .extracting(Diagnosis::cause)
        .containsExactly(Cause.DEPENDENCY_FAILED, Cause.DEPENDENCY_FAILED);
    assertThat(found.getFirst().evidence())
        .contains("Deployment/backend has 0 of 3 instances ready")
        .contains("postgres does not answer an independent check: SELECT 1");
  }

  /** Of a frontend that can degrade without its backend. */
  private static Cause ofFrontend(Healths frontend, Healths backend, ReleaseHistory releases) {
    Map<WorkloadRef, Policy> policies =
        Map.of(
            FRONTEND,
            APolicy.on(FRONTEND).soft("backend", Facts.BACKEND).build(),
            Facts.BACKEND,
            NEEDS_DATABASE);
    return new CauseRules()
        .explain(
            List.of(frontend.build(), backend.build()),
            List.of(database(Health.HEALTHY)),
            policies::get,
            r -> releases)
        .getFirst()
        .cause();
  }

  @Test
  void bad_answers_are_not_an_instances_own_fault_while_most_of_what_it_asks_ails() {
    Healths backend = Healths.of(3).with(1, NONE).with(2, ERRORING);
    for (Symptom symptom : List.of(ERRORING, SLOW)) {
      Healths one = Healths.of(FRONTEND, 2).with(1, NONE).with(1, symptom);
      assertThat(ofFrontend(one, backend, PROVEN)).isEqualTo(Cause.DEPENDENCY_FAILED);
    }
    Healths both = Healths.of(FRONTEND, 2).with(2, ERRORING);
    assertThat(ofFrontend(both, backend, PROVEN)).isEqualTo(Cause.DEPENDENCY_FAILED);
    assertThat(ofFrontend(both, Healths.of(3), PROVEN)).isEqualTo(Cause.DEPENDENCY_FAILED);
  }

  @Test
  void a_soft_dependency_explains_bad_answers_only_and_of_a_proven_release_only() {
    Healths backend = Healths.of(3).with(3, ERRORING);
    Healths crashed = Healths.of(FRONTEND, 2).with(1, NONE).with(1, CRASHED);
    assertThat(ofFrontend(crashed, backend, PROVEN)).isEqualTo(Cause.INSTANCE_CRASHED);
    Healths erring = Healths.of(FRONTEND, 2).with(1, NONE).with(1, ERRORING);
    assertThat(ofFrontend(erring, Healths.of(3).with(2, NONE).with(1, ERRORING), PROVEN))
        .isEqualTo(Cause.INSTANCE_ERRORING);
    assertThat(ofFrontend(erring, backend, ReleaseHistory.NONE))
        .isNotEqualTo(Cause.DEPENDENCY_FAILED);
  }

  @Test
  void a_circle_of_dependencies_is_no_trap() {
    Map<WorkloadRef, Policy> policies =
        Map.of(
            FRONTEND,
            APolicy.on(FRONTEND).hard("backend", Facts.BACKEND).build(),
            Facts.BACKEND,
            APolicy.on(Facts.BACKEND).hard("frontend", FRONTEND).build());
    List<Diagnosis> found =
        new CauseRules()
            .explain(
                List.of(
                    Healths.of(FRONTEND, 2).with(2, NOT_READY).build(),
                    Healths.of(3).with(3, NOT_READY).build()),
                List.of(),
                policies::get,
                r -> ReleaseHistory.NONE);
    assertThat(found).hasSize(2);
  }
}
