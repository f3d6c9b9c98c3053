package com.trixtech.selfheal.core.verify;

import static com.trixtech.selfheal.core.testing.ManualClock.START;
import static com.trixtech.selfheal.core.testing.ManualClock.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Level;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.testing.Facts;
import com.trixtech.selfheal.core.testing.Healths;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvingTest {
  private static final WorkloadHealth WELL = Healths.of(3).with(3, Symptom.NONE).build();
  private static final WorkloadHealth AILS =
      Healths.of(3).with(1, Symptom.NOT_READY).with(2, Symptom.NONE).build();
  private static final WorkloadHealth LOST =
      Healths.of(3).with(2, Symptom.SIGNAL_LOST).with(1, Symptom.NONE).build();
  private static final InstanceRef FIRST =
      new InstanceRef(Facts.BACKEND, "backend-0", "uid-backend-0");

  private static Proving of(Remedy remedy) {
    return of(remedy, Cause.INSTANCE_NOT_READY, Symptom.NOT_READY);
  }

  private static Proving of(Remedy remedy, Cause cause, Symptom symptom) {
    return new Proving(
        remedy,
        START,
        Duration.ofSeconds(90),
        Policy.Verify.DEFAULT,
        Answers.neededFor(cause, Set.of(symptom)),
        Set.of());
  }

  private static Optional<Proof> judge(Proving proving, WorkloadHealth health, long second) {
    return proving.judge(health, at(second)).map(Verification::proof);
  }

  private final Proving restart = of(new Remedy.Restart(FIRST));

  @Test
  void the_effect_must_hold_for_the_soak() {
    assertThat(judge(restart, WELL, 5)).isEmpty();
    assertThat(judge(restart, WELL, 64)).isEmpty();
    assertThat(judge(restart, WELL, 65)).contains(Proof.RECOVERED);
  }

  @Test
  void a_break_starts_the_soak_anew() {
    judge(restart, WELL, 5);
    assertThat(judge(restart, AILS, 40)).isEmpty();
    assertThat(judge(restart, WELL, 41)).isEmpty();
    assertThat(judge(restart, WELL, 100)).isEmpty();
    assertThat(judge(restart, WELL, 101)).contains(Proof.RECOVERED);
  }

  @Test
  void fresh_bad_signals_after_the_timeout_are_not_recovered() {
    assertThat(judge(restart, AILS, 89)).isEmpty();
    assertThat(judge(restart, AILS, 90)).contains(Proof.NOT_RECOVERED);
  }

  @Test
  void one_that_still_answers_too_slowly_is_not_recovered_though_it_is_ready() {
    WorkloadHealth slow = Healths.of(3).with(1, Symptom.SLOW).with(2, Symptom.NONE).build();
    assertThat(judge(restart, slow, 89)).isEmpty();
    assertThat(judge(restart, slow, 90)).contains(Proof.NOT_RECOVERED);
  }

  @Test
  void stale_signals_after_the_timeout_are_inconclusive_and_never_success() {
    assertThat(judge(restart, LOST, 89)).isEmpty();
    assertThat(judge(restart, LOST, 90)).contains(Proof.INCONCLUSIVE);
    assertThat(of(new Remedy.Restart(FIRST)).judge(null, at(90)).map(Verification::proof))
        .contains(Proof.INCONCLUSIVE);
  }

  private static WorkloadHealth seen(Level first, Level others) {
    return Healths.of(3)
        .level(first)
        .with(1, Symptom.NONE)
        .level(others)
        .with(2, Symptom.NONE)
        .build();
  }

  private static Proving ofAnswers(Symptom symptom) {
    return of(new Remedy.Restart(FIRST), Cause.INSTANCE_ERRORING, symptom);
  }

  @Test
  void one_that_erred_and_gets_no_request_afterwards_is_not_proven() {
    Proving erring = ofAnswers(Symptom.ERRORING);
    WorkloadHealth idle = seen(Level.UNKNOWN, Level.MET);
    assertThat(judge(erring, idle, 5)).isEmpty();
    assertThat(erring.lacksRequests(idle)).isTrue();
    assertThat(judge(erring, idle, 299)).isEmpty();
    assertThat(judge(erring, idle, 300)).contains(Proof.INCONCLUSIVE);
  }

  @Test
  void one_that_erred_is_proven_by_requests_whenever_in_the_soak_they_came() {
    Proving erring = ofAnswers(Symptom.ERRORING);
    judge(erring, seen(Level.UNKNOWN, Level.UNKNOWN), 5);
    judge(erring, seen(Level.FEW_ERRORS, Level.UNKNOWN), 30);
    assertThat(judge(erring, seen(Level.UNKNOWN, Level.UNKNOWN), 64)).isEmpty();
    assertThat(judge(erring, seen(Level.UNKNOWN, Level.UNKNOWN), 65)).contains(Proof.RECOVERED);
  }

  @Test
  void requests_that_were_well_answered_before_a_bad_window_prove_nothing() {
    Proving erring = ofAnswers(Symptom.ERRORING);
    judge(erring, seen(Level.MET, Level.MET), 5);
    judge(erring, seen(Level.BROKEN, Level.MET), 60);
    assertThat(judge(erring, seen(Level.UNKNOWN, Level.MET), 65)).isEmpty();
    assertThat(judge(erring, seen(Level.MET, Level.MET), 70)).contains(Proof.RECOVERED);
  }

  @Test
  void one_that_was_slow_is_proven_only_where_latency_is_judged() {
    Proving slow = ofAnswers(Symptom.SLOW);
    judge(slow, seen(Level.FEW_ERRORS, Level.MET), 5);
    assertThat(judge(slow, seen(Level.FEW_ERRORS, Level.MET), 300)).contains(Proof.INCONCLUSIVE);
  }

  @Test
  void after_a_replacement_every_instance_must_be_seen_to_serve() {
    Proving replace =
        of(
            new Remedy.Replace(new InstanceRef(Facts.BACKEND, "x", "uid-gone")),
            Cause.INSTANCE_ERRORING,
            Symptom.ERRORING);
    judge(replace, seen(Level.UNKNOWN, Level.MET), 5);
    assertThat(judge(replace, seen(Level.UNKNOWN, Level.MET), 100)).isEmpty();
    assertThat(judge(replace, seen(Level.MET, Level.MET), 101)).contains(Proof.RECOVERED);
  }

  @Test
  void what_a_probe_saw_needs_no_request() {
    judge(restart, seen(Level.UNKNOWN, Level.UNKNOWN), 5);
    assertThat(judge(restart, seen(Level.UNKNOWN, Level.UNKNOWN), 65)).contains(Proof.RECOVERED);
  }

  @Test
  void an_ejection_proves_nothing() {
    assertThat(judge(of(new Remedy.Eject(FIRST, at(600))), WELL, 0)).contains(Proof.INCONCLUSIVE);
  }

  @Test
  void a_replacement_is_seen_only_when_the_old_uid_is_gone() {
    Proving replace = of(new Remedy.Replace(FIRST));
    judge(replace, WELL, 0);
    assertThat(judge(replace, WELL, 90)).contains(Proof.NOT_RECOVERED);
    Proving other = of(new Remedy.Replace(new InstanceRef(Facts.BACKEND, "x", "uid-gone")));
    judge(other, WELL, 0);
    assertThat(judge(other, WELL, 60)).contains(Proof.RECOVERED);
  }

  @Test
  void a_roll_back_is_seen_only_when_its_revision_is_current_and_whole() {
    Proving back = of(new Remedy.RollBack(Facts.BACKEND, "b", "a"));
    WorkloadHealth still = Healths.of(3).with(3, Symptom.NONE).current("b").build();
    judge(back, still, 0);
    assertThat(judge(back, still, 90)).contains(Proof.NOT_RECOVERED);
    Proving done = of(new Remedy.RollBack(Facts.BACKEND, "b", "a"));
    WorkloadHealth rolling = Healths.of(3).with(3, Symptom.NONE).rolling().build();
    assertThat(judge(done, rolling, 0)).isEmpty();
    judge(done, WELL, 10);
    assertThat(judge(done, WELL, 69)).isEmpty();
    assertThat(judge(done, WELL, 70)).contains(Proof.RECOVERED);
  }
}
