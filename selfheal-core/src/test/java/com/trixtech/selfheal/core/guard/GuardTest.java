package com.trixtech.selfheal.core.guard;

import static com.trixtech.selfheal.core.testing.ManualClock.START;
import static com.trixtech.selfheal.core.testing.ManualClock.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Ledger.Actor;
import com.trixtech.selfheal.core.guard.Verdict.Reason;
import com.trixtech.selfheal.core.model.Backoff;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.plan.Plan;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.Facts;
import com.trixtech.selfheal.core.testing.Healths;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final InstanceRef TARGET = new InstanceRef(Facts.BACKEND, "backend-0", "uid-0");
  private static final Remedy RESTART = new Remedy.Restart(TARGET);
  private static final Remedy REPLACE = new Remedy.Replace(TARGET);
  private static final Remedy ROLL_BACK = new Remedy.RollBack(Facts.BACKEND, "b", "a");
  private static final Remedy HOLD = new Remedy.HoldRestarts(Facts.BACKEND, at(600));
  private static final WorkloadHealth TWO_OF_THREE =
      Healths.of(3).with(2, Symptom.NONE).with(1, Symptom.HUNG).build();
  private static final WorkloadHealth ALL_READY = Healths.of(3).with(3, Symptom.NONE).build();

  private final Ledger ledger = new Ledger();
  private final Guard guard = new Guard(ledger);

  private static APolicy policy() {
    return APolicy.on(Facts.BACKEND);
  }

  private static Plan plan(Remedy remedy, boolean targetReady) {
    return new Plan(
        0, Rung.of(remedy.kind(), Duration.ofMinutes(1)), remedy, targetReady, "", List.of());
  }

  private static Circumstances calm() {
    return around(0, Optional.empty(), false, 0, 0, START, List.of());
  }

  private static Circumstances around(
      int acts,
      Optional<Instant> last,
      boolean approved,
      int here,
      int everywhere,
      Instant observingUntil,
      List<Pause> pauses) {
    return new Circumstances(
        "i-1", acts, last, approved, here, everywhere, 1, Set.of(), observingUntil, pauses);
  }

  private Verdict judge(Remedy remedy, APolicy policy, Circumstances around, Instant now) {
    return guard.judge(plan(remedy, false), TWO_OF_THREE, policy.build(), around, now);
  }

  private void refused(Verdict verdict, Reason reason, String numbers) {
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.numbers()).isEqualTo(numbers);
    assertThat(verdict.admitted()).isFalse();
  }

  @Test
  void within_every_limit_it_admits_with_its_numbers() {
    Verdict verdict = judge(RESTART, policy(), calm(), START);
    assertThat(verdict.admitted()).isTrue();
    assertThat(verdict.numbers()).isEqualTo("2 of 3 ready, 0 of 3 acts used in 30 min");
  }

  @Test
  void a_persons_will_comes_first() {
    Pause pause = new Pause("p", null, "drill", "ann", START, at(60));
    Circumstances all = around(3, Optional.of(START), false, 5, 5, at(60), List.of(pause));
    APolicy closed = policy().maintenance(now -> Optional.of("window 22-06"));
    refused(
        judge(RESTART, closed.mode(Mode.OBSERVE).suspended(), all, START),
        Reason.MODE_OBSERVE,
        "mode: Observe (expected: Approve or Enforce)");
    refused(
        judge(RESTART, closed.mode(Mode.ENFORCE), all, START), Reason.SUSPENDED, "suspend: true");
    APolicy open = policy().maintenance(now -> Optional.of("window 22-06"));
    Verdict paused = judge(RESTART, open, all, START);
    refused(paused, Reason.PAUSED, "by ann until 2026-01-01T00:01:00Z: drill");
    assertThat(paused.notBefore()).isEqualTo(at(60));
    refused(judge(RESTART, open, all, at(60)), Reason.MAINTENANCE, "window 22-06");
    refused(
        judge(RESTART, policy(), all, at(59)),
        Reason.PAUSED,
        "by ann until 2026-01-01T00:01:00Z: drill");
  }

  @Test
  void a_pause_of_another_workload_does_not_hold() {
    Pause other = new Pause("p", Rig.DATABASE, "drill", "ann", START, at(60));
    Circumstances around = around(0, Optional.empty(), false, 0, 0, START, List.of(other));
    assertThat(judge(RESTART, policy(), around, START).admitted()).isTrue();
  }

  @Test
  void a_healer_that_has_just_started_observes() {
    Circumstances young = around(0, Optional.empty(), false, 0, 0, at(10), List.of());
    Verdict verdict = judge(RESTART, policy(), young, at(9));
    refused(verdict, Reason.STARTING_UP, "observing until 2026-01-01T00:00:10Z");
    assertThat(verdict.notBefore()).isEqualTo(at(10));
    assertThat(judge(RESTART, policy(), young, at(10)).admitted()).isTrue();
  }

  @Test
  void one_act_at_a_time_here_and_everywhere() {
    refused(
        judge(RESTART, policy(), around(0, Optional.empty(), false, 1, 1, START, List.of()), START),
        Reason.ACT_IN_FLIGHT,
        "1 unverified here, at most 1");
    refused(
        judge(RESTART, policy(), around(0, Optional.empty(), false, 0, 1, START, List.of()), START),
        Reason.ACT_IN_FLIGHT,
        "1 unverified on all workloads, at most 1");
  }

  @Test
  void the_cool_down_runs_from_the_healers_last_act_and_not_the_platforms() {
    ledger.record(Facts.BACKEND, Actor.HEALER, START);
    ledger.record(Facts.BACKEND, Actor.PLATFORM, at(20));
    Verdict verdict = judge(RESTART, policy(), calm(), at(29));
    refused(verdict, Reason.COOLING_DOWN, "cooldown: 30 s");
    assertThat(verdict.notBefore()).isEqualTo(at(30));
    assertThat(judge(RESTART, policy(), calm(), at(30)).admitted()).isTrue();
  }

  @Test
  void the_back_off_grows_is_capped_and_jitters_the_same_each_time() {
    Backoff backoff = new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0.2);
    long before = 0;
    for (int attempt = 1; attempt <= 12; attempt++) {
      long millis = backoff.after(attempt, 42).toMillis();
      long plain = Math.min(10_000L << (attempt - 1), 300_000L);
      assertThat(millis).isBetween(plain, plain * 12 / 10);
      assertThat(backoff.after(attempt, 42).toMillis()).isEqualTo(millis);
      assertThat(attempt > 5 || millis > before).isTrue();
      before = millis;
    }
    assertThat(backoff.after(1, 1)).isNotEqualTo(backoff.after(1, 2));
  }

  @Test
  void an_incident_backs_off_after_each_act() {
    Circumstances third = around(3, Optional.of(START), false, 0, 0, START, List.of());
    Verdict verdict = judge(RESTART, policy(), third, at(35));
    refused(verdict, Reason.BACKING_OFF, "act 4 of this incident");
    assertThat(verdict.notBefore()).isBetween(at(40), at(48));
    assertThat(judge(RESTART, policy(), third, at(48)).admitted()).isTrue();
  }

  @Test
  void platform_restarts_use_up_the_rate_but_for_one_act_and_nothing_of_a_roll_back() {
    for (int i = 0; i < 40; i++) {
      ledger.record(Facts.BACKEND, Actor.PLATFORM, at(i));
    }
    assertThat(judge(RESTART, policy(), calm(), at(60)).admitted()).isTrue();
    ledger.record(Facts.BACKEND, Actor.HEALER, at(60));
    Verdict verdict = judge(RESTART, policy(), calm(), at(120));
    refused(
        verdict,
        Reason.RATE_LIMITED,
        "1 acts and 40 platform restarts (2 counted) in 30 min, at most 3");
    assertThat(verdict.notBefore()).as("when only one of the restarts counts").isEqualTo(at(1838));
    assertThat(judge(ROLL_BACK, policy(), calm(), at(120)).admitted()).isTrue();
    assertThat(judge(RESTART, policy(), calm(), at(1838)).admitted()).isTrue();
    assertThat(judge(RESTART, policy(), calm(), at(1837)).admitted()).isFalse();
  }

  @Test
  void platform_restarts_take_from_the_acts_that_may_follow_the_first() {
    ledger.record(Facts.BACKEND, Actor.HEALER, at(0));
    ledger.record(Facts.BACKEND, Actor.PLATFORM, at(1));
    assertThat(judge(RESTART, policy(), calm(), at(60)).admitted()).isTrue();
    ledger.record(Facts.BACKEND, Actor.PLATFORM, at(2));
    refused(
        judge(RESTART, policy(), calm(), at(60)),
        Reason.RATE_LIMITED,
        "1 acts and 2 platform restarts in 30 min, at most 3");
  }

  @Test
  void what_changed_nothing_does_not_count_but_is_rested_after() {
    for (int i = 0; i < 5; i++) {
      ledger.record(Facts.BACKEND, Actor.HEALER, at(i));
      ledger.withdraw(Facts.BACKEND);
    }
    assertThat(judge(RESTART, policy(), calm(), at(33)).reason()).isEqualTo(Reason.COOLING_DOWN);
    Verdict verdict = judge(RESTART, policy(), calm(), at(34));
    assertThat(verdict.admitted()).isTrue();
    assertThat(verdict.numbers()).isEqualTo("2 of 3 ready, 0 of 3 acts used in 30 min");
  }

  @Test
  void the_rate_limits_roll_backs_too() {
    for (int i = 0; i < 3; i++) {
      ledger.record(Facts.BACKEND, Actor.HEALER, at(i));
    }
    refused(
        judge(ROLL_BACK, policy(), calm(), at(60)),
        Reason.RATE_LIMITED,
        "3 acts in 30 min, at most 3");
  }

  @Test
  void a_storm_stops_single_treatment_until_it_has_been_over_for_its_cool_down() {
    WorkloadHealth storm = Healths.of(3).with(1, Symptom.NONE).with(2, Symptom.NOT_READY).build();
    Policy usual = policy().build();
    guard.watch(storm, usual, START);
    refused(
        guard.judge(plan(RESTART, false), storm, usual, calm(), START),
        Reason.STORM,
        "2 of 3 instances unavailable now or within 2 min");
    guard.watch(TWO_OF_THREE, usual, at(1));
    assertThat(judge(RESTART, policy(), calm(), at(119)).reason()).isEqualTo(Reason.STORM);
    assertThat(judge(RESTART, policy(), calm(), at(120)).admitted()).isTrue();
  }

  @Test
  void what_treats_the_shared_cause_is_exempt_from_the_storm_stop() {
    WorkloadHealth storm = Healths.of(3).with(3, Symptom.NOT_READY).build();
    Policy usual = policy().build();
    guard.watch(storm, usual, START);
    assertThat(guard.judge(plan(ROLL_BACK, false), storm, usual, calm(), START).admitted())
        .isTrue();
    assertThat(guard.judge(plan(HOLD, false), storm, usual, calm(), START).admitted()).isTrue();
  }

  @Test
  void one_ailing_instance_is_never_a_storm() {
    Policy usual = policy().build();
    for (int desired = 1; desired <= 4; desired++) {
      WorkloadHealth one =
          Healths.of(desired).with(desired - 1, Symptom.NONE).with(1, Symptom.CRASHED).build();
      guard.watch(one, usual, START);
      assertThat(guard.storm(Facts.BACKEND, usual, START)).as("of %d", desired).isFalse();
    }
  }

  @Test
  void a_hold_is_exempt_from_pace_but_not_from_a_persons_will() {
    for (int i = 0; i < 5; i++) {
      ledger.record(Facts.BACKEND, Actor.HEALER, START);
    }
    assertThat(judge(HOLD, policy(), calm(), START).admitted()).isTrue();
    assertThat(judge(HOLD, policy().mode(Mode.OBSERVE), calm(), START).reason())
        .isEqualTo(Reason.MODE_OBSERVE);
    assertThat(judge(HOLD, policy().mode(Mode.APPROVE), calm(), START).reason())
        .isEqualTo(Reason.AWAITING_APPROVAL);
  }

  @Test
  void an_unready_target_costs_nothing_and_a_ready_one_costs_itself() {
    Policy none = policy().maxUnavailable(Share.of(0)).build();
    assertThat(guard.judge(plan(RESTART, false), ALL_READY, none, calm(), START).admitted())
        .isTrue();
    refused(
        guard.judge(plan(RESTART, true), ALL_READY, none, calm(), START),
        Reason.MAX_UNAVAILABLE,
        "1 of 3 would be unavailable, at most 0");
  }

  @Test
  void what_the_healer_ejected_does_not_serve_whatever_its_readiness_says() {
    Circumstances oneOut =
        new Circumstances(
            "i-1", 0, Optional.empty(), false, 0, 0, 1, Set.of("uid-other"), START, List.of());
    refused(
        guard.judge(plan(RESTART, true), ALL_READY, policy().build(), oneOut, START),
        Reason.MAX_UNAVAILABLE,
        "2 of 3 would be unavailable, at most 1");
  }

  @Test
  void at_least_the_minimum_stays_healthy() {
    Policy most = policy().minHealthy(Share.percent(67)).build();
    refused(
        guard.judge(plan(RESTART, true), ALL_READY, most, calm(), START),
        Reason.MIN_HEALTHY,
        "2 would be healthy, at least 3");
  }

  @ParameterizedTest(name = "maxUnavailable {0}% of {1}: {2}")
  @CsvSource({
    "25, 1, 1",
    "25, 3, 1",
    "25, 4, 1",
    "50, 4, 2",
    "25, 5, 1",
    "19, 5, 0",
    "25, 10, 2",
    "0, 3, 0",
    "100, 3, 3",
  })
  void a_percentage_of_what_may_be_unavailable_rounds_down(int percent, int desired, int allowed) {
    Policy policy = policy().maxUnavailable(Share.percent(percent)).build();
    assertThat(policy.budget().allowedUnavailable(desired)).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "minHealthy {0}% of {1}: {2}")
  @CsvSource({"50, 3, 2", "67, 3, 3", "66, 3, 2", "1, 10, 1", "0, 10, 0", "100, 7, 7"})
  void a_percentage_of_what_must_be_healthy_rounds_up(int percent, int desired, int required) {
    Policy policy = policy().minHealthy(Share.percent(percent)).build();
    assertThat(policy.budget().requiredHealthy(desired)).isEqualTo(required);
  }

  @Test
  void an_absolute_zero_stays_zero() {
    assertThat(policy().maxUnavailable(Share.of(0)).build().budget().allowedUnavailable(1))
        .isZero();
  }

  @Test
  void the_disruption_budget_binds_a_replacement_of_a_ready_instance_A_92() {
    WorkloadHealth none = Healths.of(3).with(3, Symptom.NONE).disruptionsAllowed(0).build();
    Policy usual = policy().build();
    refused(
        guard.judge(plan(REPLACE, true), none, usual, calm(), START),
        Reason.DISRUPTION_BUDGET,
        "0 disruptions allowed");
    assertThat(guard.judge(plan(REPLACE, false), none, usual, calm(), START).admitted()).isTrue();
  }

  @Test
  void a_required_disruption_budget_must_be_there() {
    refused(
        judge(REPLACE, policy().requireDisruptionBudget(), calm(), START),
        Reason.NO_DISRUPTION_BUDGET,
        "requirePodDisruptionBudget: true");
  }

  @Test
  void nobody_acts_blind() {
    WorkloadHealth blind = Healths.of(3).with(1, Symptom.HUNG).with(2, Symptom.SIGNAL_LOST).build();
    refused(
        guard.judge(plan(RESTART, false), blind, policy().build(), calm(), START),
        Reason.SIGNALS_STALE,
        "2 of 3 unknown");
  }

  @Test
  void an_approval_is_asked_for_last_and_for_that_act() {
    refused(
        judge(RESTART, policy().mode(Mode.APPROVE), calm(), START),
        Reason.AWAITING_APPROVAL,
        "incident i-1");
    Circumstances approved = around(0, Optional.empty(), true, 0, 0, START, List.of());
    assertThat(judge(RESTART, policy().mode(Mode.APPROVE), approved, START).admitted()).isTrue();
  }

  @Test
  void the_ledger_is_bounded_and_reads_its_own_writes() {
    for (int i = 0; i < 1000; i++) {
      ledger.record(Facts.BACKEND, Actor.PLATFORM, at(i));
    }
    assertThat(ledger.count(Facts.BACKEND, Actor.PLATFORM, Duration.ofDays(1), at(1000)))
        .isEqualTo(Ledger.KEPT);
    assertThat(ledger.count(Facts.BACKEND, Actor.HEALER, Duration.ofDays(1), at(1000))).isZero();
    assertThat(ledger.lastAct(Facts.BACKEND)).isEmpty();
  }
}
