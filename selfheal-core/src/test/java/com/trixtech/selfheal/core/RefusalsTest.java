package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.ManualClock;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keeps the loop from acting, and that it always says so. */
class RefusalsTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Rig rig = new Rig(APolicy.on(BACKEND).build());
  private final FakeWorkload backend = rig.world.workload(BACKEND, 3);

  private Pause pause(Duration lasts) {
    Instant now = rig.clock.instant();
    return new Pause("p1", BACKEND, "release night", "ann", now, now.plus(lasts));
  }

  @Test
  void a_pause_holds_until_it_expires_and_then_the_act_is_done() {
    rig.run(15);
    rig.loop().pause(pause(Duration.ofMinutes(20)));
    backend.zombie(0);
    rig.run(Duration.ofMinutes(19));
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("release night"));
    rig.run(70);
    assertThat(rig.remedies()).containsExactly(RESTART);
    assertThat(rig.loop().pauses()).isEmpty();
  }

  @Test
  void a_pause_that_somebody_ends_early_is_over() {
    rig.run(15);
    rig.loop().pause(pause(Duration.ofHours(1)));
    backend.zombie(0);
    rig.run(30);
    assertThat(rig.loop().resume("p1", "ann")).isTrue();
    assertThat(rig.loop().resume("p1", "ann")).isFalse();
    rig.step();
    assertThat(rig.remedies()).containsExactly(RESTART);
  }

  @Test
  void a_pause_longer_than_the_limit_on_refusals_calls_nobody_when_it_ends() {
    Rig own = new Rig(APolicy.on(BACKEND).minHealthy(Share.of(0)).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.zombie(0);
    own.run(12);
    assertThat(own.remedies()).containsExactly(RESTART);
    own.run(80);
    Instant now = own.clock.instant();
    own.loop().pause(new Pause("p", null, "why", "ann", now, now.plus(Duration.ofMinutes(10))));
    workload.erroring(0);
    own.run(Duration.ofMinutes(10)).run(5);
    assertThat(own.incident().escalated()).isEmpty();
  }

  @Test
  void a_closed_maintenance_calendar_holds_with_its_reason() {
    Instant opens = ManualClock.at(600);
    Rig own =
        new Rig(
            APolicy.on(BACKEND)
                .maintenance(
                    now -> now.isBefore(opens) ? Optional.of("business hours") : Optional.empty())
                .build());
    own.world.workload(BACKEND, 3).zombie(0);
    own.run(599);
    assertThat(own.world.asked()).isEmpty();
    assertThat(own.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("business hours"));
    own.run(5);
    assertThat(own.remedies()).containsExactly(RESTART);
  }

  @Test
  void a_healer_that_has_just_started_observes_first() {
    rig.run(15);
    backend.zombie(0);
    rig.run(9).restartHealer();
    rig.run(9);
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("just started"));
    rig.run(5);
    assertThat(rig.remedies()).containsExactly(RESTART);
  }

  @Test
  void what_is_refused_for_too_long_is_a_matter_for_a_person() {
    Rig own = new Rig(APolicy.on(BACKEND).maxUnavailable(Share.of(0)).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.erroring(0);
    own.run(Duration.ofMinutes(7));
    assertThat(own.world.asked()).isEmpty();
    assertThat(own.incident().escalated().orElseThrow().reason())
        .contains("is refused since")
        .contains("1 of 3 would be unavailable, at most 0");
  }

  @Test
  void without_a_journal_there_is_no_act_and_the_explanation_says_so() {
    rig.run(15);
    backend.zombie(0);
    rig.journal.broken(true);
    for (int i = 0; i < 60; i++) {
      stepWithoutJournal();
    }
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("no space left"));
    rig.journal.broken(false);
    rig.run(2);
    assertThat(rig.remedies()).containsExactly(RESTART);
    assertThat(rig.explain(BACKEND).whyNot()).noneMatch(s -> s.contains("no space left"));
  }

  private void stepWithoutJournal() {
    try {
      rig.step();
    } catch (JournalUnavailable expected) {
      assertThat(expected).hasMessageContaining("no space left");
    }
  }

  @Test
  void a_platform_restart_that_could_not_be_written_is_counted_later() {
    rig.run(15);
    backend.crash(0);
    rig.journal.broken(true);
    for (int i = 0; i < 10; i++) {
      stepWithoutJournal();
    }
    rig.journal.broken(false);
    rig.step();
    assertThat(rig.journal.of(PlatformRestarted.class)).hasSize(1);
  }

  @Test
  void a_journal_that_cannot_be_written_at_the_start_is_an_error() {
    rig.journal.broken(true);
    assertThatThrownBy(rig::restartHealer).isInstanceOf(JournalUnavailable.class);
  }

  @Test
  void unreadable_signals_age_until_they_are_unknown_and_nothing_is_done() {
    rig.run(15);
    rig.world.unreadable("connection refused");
    rig.run(8);
    assertThat(rig.incident().cause()).isEqualTo(Cause.SIGNALS_BLIND);
    rig.run(Duration.ofMinutes(10));
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.incident().stage()).isEqualTo(Stage.ESCALATED);
    rig.world.unreadable(null);
    rig.run(70);
    assertThat(rig.incident().closed()).isPresent();
  }

  @Test
  void a_target_that_cannot_be_read_again_is_not_touched_and_the_step_goes_on() {
    rig.run(15);
    backend.zombie(0);
    rig.run(8);
    rig.world.unreadable("time-out");
    rig.run(4);
    assertThat(rig.world.asked()).isEmpty();
  }

  @Test
  void a_platform_that_refuses_is_explained() {
    rig.run(15);
    rig.world.answer(Outcome.Kind.REFUSED);
    backend.zombie(0);
    rig.until("asked", Duration.ofMinutes(1), () -> !rig.world.asked().isEmpty());
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("platform refused"));
  }

  @Test
  void an_outcome_that_nobody_knows_is_verified_and_not_repeated() {
    rig.run(15);
    rig.world.answer(Outcome.Kind.UNKNOWN);
    backend.zombie(0);
    rig.run(30);
    assertThat(rig.world.asked()).hasSize(1);
    assertThat(rig.incident().stage()).isEqualTo(Stage.PROVING);
  }

  @Test
  void it_never_fails_to_say_why_it_does_not_act() {
    rig.run(15);
    backend.incurable(0);
    rig.world.dependency("postgres", true);
    int acts = 0;
    for (int i = 0; i < LONG.toSeconds(); i++) {
      if (i == 900) {
        backend.wellAgain();
      }
      rig.step();
      boolean acted = rig.world.asked().size() > acts;
      acts = rig.world.asked().size();
      assertThat(acted || !rig.explain(BACKEND).whyNot().isEmpty())
          .as("second %d: stage %s", i, rig.incidentOrNull())
          .isTrue();
    }
  }

  @Test
  void a_release_whose_worst_instance_is_ready_when_it_is_read_again_is_not_rolled_back() {
    rig.run(Duration.ofMinutes(11));
    rig.world.wellAtSecondLook(true);
    backend.badRelease("b");
    rig.until("judged", Duration.ofSeconds(30), () -> !rig.journal.of(Judged.class).isEmpty())
        .run(20);
    assertThat(rig.incident().cause()).isEqualTo(Cause.BAD_RELEASE);
    assertThat(rig.journal.of(Judged.class))
        .extracting(j -> j.verdict().reason())
        .containsExactly(Verdict.Reason.TARGET_CHANGED);
    assertThat(rig.world.asked()).isEmpty();

    rig.world.wellAtSecondLook(false);
    rig.until("rolled back", Duration.ofSeconds(30), () -> backend.current().equals("a"));
  }

  @Test
  void a_verdict_keeps_its_numbers_in_the_explanation() {
    Rig own = new Rig(APolicy.on(BACKEND).maxUnavailable(Share.of(0)).build());
    own.world.workload(BACKEND, 3).erroring(0);
    own.run(30);
    Verdict verdict = own.explain(BACKEND).verdict();
    assertThat(verdict).isNotNull();
    assertThat(own.explain(BACKEND).whyNot())
        .contains(
            "MaxUnavailable: more instances would be unavailable than the policy allows (1 of 3"
                + " would be unavailable, at most 0)");
  }
}
