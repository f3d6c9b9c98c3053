package com.trixtech.selfheal.core.health;

import static com.trixtech.selfheal.core.testing.ManualClock.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.health.HealthRules.Assessment;
import com.trixtech.selfheal.core.health.HealthRules.Restart;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.Level;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.Facts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {
  private Policy policy = APolicy.on(Facts.BACKEND).soft("mail", null).build();
  private final HealthRules rules = new HealthRules();

  private Assessment assess(long second, InstanceFact... facts) {
    return rules.assess(Facts.snapshot(at(second), facts.length, facts), ref -> policy, at(second));
  }

  private static Facts a(long second) {
    return Facts.of("a", at(second));
  }

  private Symptom look(long second, Facts facts) {
    return symptom(assess(second, facts.fact()));
  }

  private static Symptom symptom(Assessment assessment) {
    return assessment.workloads().getFirst().instances().getFirst().symptom();
  }

  @Test
  void a_signal_as_old_as_the_freshness_is_fresh_and_an_older_one_is_unknown() {
    assertThat(look(0, a(0))).isEqualTo(Symptom.NONE);
    assertThat(look(5, a(0))).isEqualTo(Symptom.NONE);
    Assessment stale = assess(6, a(0).fact());
    assertThat(symptom(stale)).isEqualTo(Symptom.SIGNAL_LOST);
    assertThat(stale.workloads().getFirst().health()).isEqualTo(Health.UNKNOWN);
    assertThat(stale.workloads().getFirst().availability().ready()).isZero();
  }

  @Test
  void one_bad_sample_is_nothing() {
    look(0, a(0));
    assertThat(look(1, a(1).notReady())).isEqualTo(Symptom.NONE);
    assertThat(look(2, a(2))).isEqualTo(Symptom.NONE);
    assertThat(look(3, a(3).livenessFailures(1))).isEqualTo(Symptom.NONE);
  }

  @Test
  void not_ready_counts_after_its_time_and_is_over_after_two_good_samples() {
    look(0, a(0));
    for (int s = 1; s <= 10; s++) {
      assertThat(look(s, a(s).notReady())).as("second %d", s).isEqualTo(Symptom.NONE);
    }
    assertThat(look(11, a(11).notReady())).isEqualTo(Symptom.NOT_READY);
    assertThat(look(12, a(12))).isEqualTo(Symptom.NOT_READY);
    assertThat(look(12, a(12))).as("the same sample twice is one").isEqualTo(Symptom.NOT_READY);
    assertThat(look(13, a(13))).isEqualTo(Symptom.NONE);
  }

  @Test
  void a_bad_sample_between_two_good_ones_starts_the_recovery_anew() {
    for (int s = 0; s <= 11; s++) {
      look(s, a(s).notReady());
    }
    look(12, a(12));
    assertThat(look(13, a(13).notReady())).isEqualTo(Symptom.NOT_READY);
    assertThat(look(14, a(14))).isEqualTo(Symptom.NOT_READY);
    assertThat(look(15, a(15))).isEqualTo(Symptom.NONE);
  }

  @Test
  void a_crash_between_two_looks_is_seen() {
    look(0, a(0));
    Assessment after =
        assess(
            1, a(1).notReady().restarts(1, ExitReason.ITSELF, at(1)).phase(Phase.STARTING).fact());
    assertThat(symptom(after)).isEqualTo(Symptom.CRASHED);
    assertThat(after.restarts()).extracting(Restart::times).containsExactly(1);
  }

  @Test
  void a_crash_that_was_over_before_the_next_look_is_still_counted() {
    look(0, a(0));
    Assessment after = assess(1, a(1).restarts(2, ExitReason.ITSELF, at(1)).fact());
    assertThat(symptom(after)).isEqualTo(Symptom.NONE);
    assertThat(after.restarts()).extracting(Restart::times).containsExactly(2);
  }

  @Test
  void the_first_sight_is_no_change() {
    Assessment first = assess(0, a(0).restarts(7, ExitReason.ITSELF, at(-900)).fact());
    assertThat(first.restarts()).isEmpty();
    assertThat(symptom(first)).isEqualTo(Symptom.NONE);
  }

  @Test
  void a_restart_that_the_healer_did_is_not_the_platforms_and_not_a_crash() {
    look(0, a(0));
    Assessment after =
        assess(
            1, a(1).notReady().restarts(1, ExitReason.HEALER, at(1)).phase(Phase.STARTING).fact());
    assertThat(after.restarts()).isEmpty();
    assertThat(symptom(after)).isEqualTo(Symptom.STARTING);
  }

  @Test
  void an_instance_that_the_healer_restarted_and_that_stays_unready_ails_again() {
    look(0, a(0));
    look(1, a(1).restarts(1, ExitReason.HEALER, at(1)).phase(Phase.STARTING));
    Symptom last = Symptom.NONE;
    for (int s = 2; s <= 12; s++) {
      last = look(s, a(s).notReady().restarts(1, ExitReason.HEALER, at(1)));
    }
    assertThat(last).isEqualTo(Symptom.NOT_READY);
  }

  @Test
  void time_not_ready_before_a_restart_does_not_count_after_it() {
    for (int s = 0; s <= 11; s++) {
      look(s, a(s).notReady());
    }
    look(12, a(12).restarts(1, ExitReason.HEALER, at(12)).phase(Phase.STARTING));
    assertThat(look(14, a(14).notReady().restarts(1, ExitReason.HEALER, at(12))))
        .isEqualTo(Symptom.NONE);
  }

  @Test
  void a_restart_in_a_stale_signal_is_counted_once_when_it_is_fresh() {
    look(0, a(0));
    InstanceFact late = a(1).restarts(1, ExitReason.ITSELF, at(1)).fact();
    assertThat(assess(10, late).restarts()).isEmpty();
    assertThat(assess(11, late).restarts()).isEmpty();
    assertThat(assess(12, a(12).restarts(1, ExitReason.ITSELF, at(1)).fact()).restarts())
        .hasSize(1);
    assertThat(assess(13, a(13).restarts(1, ExitReason.ITSELF, at(1)).fact()).restarts()).isEmpty();
  }

  @Test
  void three_ends_within_ten_minutes_are_a_loop() {
    look(0, a(0));
    Symptom seen = Symptom.NONE;
    for (int i = 1; i <= 3; i++) {
      look(i * 60 - 1, a(i * 60 - 1).restarts(i - 1, ExitReason.ITSELF, at(0)));
      seen =
          look(
              i * 60,
              a(i * 60).restarts(i, ExitReason.ITSELF, at(i * 60)).phase(Phase.BACKING_OFF));
    }
    assertThat(seen).isEqualTo(Symptom.CRASH_LOOPING);
  }

  @Test
  void an_end_a_day_is_no_loop() {
    look(0, a(0));
    for (int i = 1; i <= 5; i++) {
      long s = i * 86_400L;
      look(s - 1, a(s - 1).restarts(0, ExitReason.ITSELF, at(0)));
      assertThat(
              look(s, a(s).notReady().restarts(i, ExitReason.ITSELF, at(s)).phase(Phase.STARTING)))
          .isEqualTo(Symptom.CRASHED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_OF_MEMORY, OUT_OF_MEMORY",
    "LIVENESS_PROBE, HUNG",
    "STARTUP_PROBE, NOT_STARTED",
    "ITSELF, CRASHED",
    "KILLED, CRASHED",
  })
  void how_a_process_ended_names_the_symptom(ExitReason reason, Symptom symptom) {
    look(0, a(0));
    assertThat(look(1, a(1).restarts(1, reason, at(1)).phase(Phase.STARTING))).isEqualTo(symptom);
    assertThat(look(2, a(2).notReady().restarts(1, reason, at(1)))).isEqualTo(symptom);
  }

  @Test
  void a_process_that_fails_its_liveness_probe_twice_is_hung() {
    look(0, a(0));
    assertThat(look(1, a(1).livenessFailures(2))).isEqualTo(Symptom.HUNG);
  }

  @Test
  void errors_count_only_with_enough_traffic_and_three_times_in_a_row() {
    look(0, a(0).traffic(19, 19));
    look(1, a(1).traffic(19, 19));
    assertThat(look(2, a(2).traffic(19, 19))).isEqualTo(Symptom.NONE);
    look(3, a(3).traffic(20, 20));
    look(4, a(4).traffic(20, 20));
    assertThat(look(5, a(5).traffic(20, 20))).isEqualTo(Symptom.ERRORING);
  }

  @Test
  void an_erroring_instance_that_gets_no_traffic_any_more_is_not_well_for_it() {
    for (int s = 0; s < 3; s++) {
      look(s, a(s).traffic(100, 50));
    }
    for (int s = 3; s < 25; s++) {
      assertThat(look(s, a(s).traffic(0, 0))).isEqualTo(Symptom.ERRORING);
    }
    look(25, a(25).traffic(100, 0));
    assertThat(look(26, a(26).traffic(100, 0))).isEqualTo(Symptom.NONE);
  }

  @Test
  void errors_of_half_a_minute_ago_are_no_evidence_of_now_where_no_traffic_came_since() {
    for (int s = 0; s < 3; s++) {
      look(s, a(s).traffic(100, 50));
    }
    for (int s = 3; s < 33; s++) {
      look(s, a(s).traffic(0, 0));
    }
    assertThat(look(34, a(34).traffic(0, 0))).isEqualTo(Symptom.NONE);
  }

  @Test
  void answers_that_are_too_slow_count_with_a_hundred_requests_and_three_times_in_a_row() {
    policy = APolicy.on(Facts.BACKEND).maxLatencyP99(Duration.ofMillis(300)).build();
    Duration slow = Duration.ofMillis(301);
    for (int s = 0; s < 5; s++) {
      assertThat(look(s, a(s).answered(99, slow))).isEqualTo(Symptom.NONE);
    }
    look(5, a(5).answered(100, slow));
    look(6, a(6).answered(100, slow));
    assertThat(look(7, a(7).answered(100, slow))).isEqualTo(Symptom.SLOW);
    assertThat(look(8, a(8).answered(99, Duration.ofMillis(1))))
        .as("too few to tell by")
        .isEqualTo(Symptom.SLOW);
    look(9, a(9).answered(100, Duration.ofMillis(300)));
    assertThat(look(10, a(10).answered(100, Duration.ofMillis(300)))).isEqualTo(Symptom.NONE);
  }

  @Test
  void slowness_is_no_symptom_where_the_policy_names_no_latency() {
    for (int s = 0; s < 5; s++) {
      assertThat(look(s, a(s).answered(1000, Duration.ofMinutes(1)))).isEqualTo(Symptom.NONE);
    }
  }

  @Test
  void a_slow_instance_that_gets_little_traffic_for_half_a_minute_is_not_held_to_be_slow() {
    policy = APolicy.on(Facts.BACKEND).maxLatencyP99(Duration.ofMillis(300)).build();
    for (int s = 0; s < 3; s++) {
      look(s, a(s).answered(100, Duration.ofSeconds(1)));
    }
    assertThat(look(31, a(31).answered(99, Duration.ofSeconds(1)))).isEqualTo(Symptom.SLOW);
    look(32, a(32).answered(99, Duration.ofSeconds(1)));
    assertThat(look(33, a(33).answered(99, Duration.ofSeconds(1)))).isEqualTo(Symptom.NONE);
  }

  @Test
  void requests_without_any_answer_are_a_hang_and_not_a_bad_answer() {
    look(0, a(0).unanswered(100, 50));
    look(1, a(1).unanswered(100, 50));
    assertThat(look(2, a(2).unanswered(100, 50))).isEqualTo(Symptom.HUNG);
  }

  @Test
  void the_worst_child_wins_and_one_that_is_being_stopped_is_no_child() {
    look(0, a(0));
    WorkloadHealth health =
        assess(
                1,
                a(1).fact(),
                Facts.of("b", at(1)).livenessFailures(5).fact(),
                Facts.of("c", at(1)).phase(Phase.TERMINATING).fact())
            .workloads()
            .getFirst();
    assertThat(health.health()).isEqualTo(Health.FAILED);
    assertThat(health.instances()).hasSize(2);
    assertThat(health.ailing()).extracting(i -> i.instance().name()).containsExactly("b");
  }

  @Test
  void no_ready_instance_is_failed_and_too_few_are_degraded() {
    Snapshot none = Facts.snapshot(at(0), 2);
    assertThat(rules.assess(none, r -> policy, at(0)).workloads().getFirst().health())
        .isEqualTo(Health.FAILED);
    Snapshot one = Facts.snapshot(at(1), 2, a(1).fact());
    assertThat(rules.assess(one, r -> policy, at(1)).workloads().getFirst().health())
        .isEqualTo(Health.DEGRADED);
  }

  private Health mail(long second, long sampled, boolean reachable) {
    Snapshot facts =
        new Snapshot(
            List.of(),
            List.of(new DependencyFact(at(sampled), Facts.BACKEND, "mail", reachable, "")));
    List<DependencyHealth> found = rules.assess(facts, r -> policy, at(second)).dependencies();
    return found.getFirst().health();
  }

  @Test
  void a_dependency_fails_after_three_bad_samples_and_is_back_after_two_good_ones() {
    assertThat(mail(0, 0, true)).isEqualTo(Health.HEALTHY);
    assertThat(mail(1, 1, false)).isEqualTo(Health.HEALTHY);
    assertThat(mail(2, 2, false)).isEqualTo(Health.HEALTHY);
    assertThat(mail(2, 2, false)).as("the same sample").isEqualTo(Health.HEALTHY);
    assertThat(mail(3, 3, false)).isEqualTo(Health.FAILED);
    assertThat(mail(4, 4, true)).isEqualTo(Health.FAILED);
    assertThat(mail(5, 5, true)).isEqualTo(Health.HEALTHY);
    assertThat(mail(20, 5, true)).as("stale").isEqualTo(Health.UNKNOWN);
  }

  @Test
  void a_check_of_something_that_is_not_declared_says_nothing() {
    Snapshot facts =
        new Snapshot(
            List.of(), List.of(new DependencyFact(at(0), Facts.BACKEND, "other", false, "")));
    assertThat(rules.assess(facts, r -> policy, at(0)).dependencies()).isEmpty();
  }

  private Level level(long second, Facts facts) {
    return assess(second, facts.fact()).workloads().getFirst().instances().getFirst().level();
  }

  @Test
  void the_level_is_known_only_from_enough_fresh_requests_of_a_running_process() {
    assertThat(level(0, a(0))).as("nobody measures").isEqualTo(Level.UNKNOWN);
    assertThat(level(1, a(1).traffic(19, 0))).isEqualTo(Level.UNKNOWN);
    assertThat(level(2, a(2).traffic(20, 1))).isEqualTo(Level.MET);
    assertThat(level(3, a(3).traffic(20, 2))).isEqualTo(Level.BROKEN);
    assertThat(level(9, a(3).traffic(20, 0))).as("too old").isEqualTo(Level.UNKNOWN);
    assertThat(level(10, a(10).traffic(20, 0).phase(Phase.STARTING))).isEqualTo(Level.UNKNOWN);
  }

  @Test
  void where_latency_is_judged_few_requests_show_only_that_there_are_few_errors() {
    policy = APolicy.on(Facts.BACKEND).maxLatencyP99(Duration.ofMillis(500)).build();
    Duration fast = Duration.ofMillis(20);
    assertThat(level(0, a(0).answered(99, fast))).isEqualTo(Level.FEW_ERRORS);
    assertThat(level(1, a(1).answered(100, fast))).isEqualTo(Level.MET);
    assertThat(level(2, a(2).traffic(100, 0))).as("no times").isEqualTo(Level.FEW_ERRORS);
    assertThat(level(3, a(3).answered(100, Duration.ofSeconds(1)))).isEqualTo(Level.BROKEN);
  }
}
