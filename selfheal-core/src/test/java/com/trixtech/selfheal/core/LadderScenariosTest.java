package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.AWAIT_PLATFORM;
import static com.trixtech.selfheal.core.model.RemedyKind.HOLD_RESTARTS;
import static com.trixtech.selfheal.core.model.RemedyKind.REPLACE;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How the ladder is climbed: patience with the platform, refusals, budget, one target at a time.
 */
class LadderScenariosTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private static Ending ending(Rig rig) {
    return rig.incident().closed().map(IncidentClosed::ending).orElseThrow();
  }

  /** One of three hangs, is waited for, and is then ended into a back-off of that length. */
  private static Rig hungAndEnded(Rig rig, Duration backOff) {
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.hang(1);
    rig.step();
    assertThat(rig.incident().cause()).isEqualTo(Cause.INSTANCE_HUNG);
    assertThat(rig.incident().planned().orElseThrow().remedy().kind()).isEqualTo(AWAIT_PLATFORM);
    backend.killForLiveness(1, backOff);
    return rig;
  }

  @Test
  void a_platform_whose_next_start_turns_out_to_be_far_is_not_waited_for_any_longer() {
    Rig rig = hungAndEnded(new Rig(APolicy.on(BACKEND).build()), Duration.ofSeconds(10));
    Instant ended = rig.clock.instant();
    rig.step();
    assertThat(rig.remedies()).as("Restart is skipped: nothing runs").containsExactly(REPLACE);
    rig.until("ready", LONG, () -> rig.step().workloads().getFirst().well());
    assertThat(Duration.between(ended, rig.clock.instant())).isLessThan(Duration.ofSeconds(10));
    rig.untilClosed(LONG);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
    assertThat(rig.journal.of(Verified.class).getFirst().verification().why())
        .startsWith("the platform waits until");
  }

  @Test
  void a_platform_that_starts_soon_is_waited_for() {
    Rig rig = hungAndEnded(new Rig(APolicy.on(BACKEND).build()), Duration.ofSeconds(4));
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).isEmpty();
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED_BY_PLATFORM);
  }

  @Test
  void a_slow_platform_is_still_waited_for_where_the_next_remedy_is_not_admitted() {
    Rig rig =
        hungAndEnded(
            new Rig(APolicy.on(BACKEND).mode(Mode.OBSERVE).build()), Duration.ofSeconds(20));
    rig.untilClosed(LONG);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED_BY_PLATFORM);
    assertThat(rig.journal.of(Verified.class)).hasSize(1);
  }

  @Test
  void a_slow_platform_is_no_reason_to_replace_anything_while_a_dependency_is_down() {
    Rig rig = new Rig(APolicy.on(BACKEND).hard("postgres", null).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.world.dependency("postgres", true);
    rig.run(15);
    backend.hang(1);
    rig.step();
    assertThat(rig.incident().planned().orElseThrow().remedy().kind()).isEqualTo(AWAIT_PLATFORM);
    rig.world.dependency("postgres", false);
    rig.run(4);
    assertThat(rig.incident().cause()).isEqualTo(Cause.EXTERNAL_DEPENDENCY_FAILED);
    backend.killForLiveness(1, Duration.ofMinutes(1));
    rig.run(50);
    assertThat(rig.remedies()).containsExactly(HOLD_RESTARTS);
  }

  private static Policy replacing(int retries) {
    Rung replace =
        new Rung(REPLACE, Set.of(), Duration.ofMinutes(3), retries, false, Duration.ZERO, true);
    return APolicy.on(BACKEND).ladder(replace).build();
  }

  @Test
  void a_refusal_by_the_disruption_budget_is_no_try_and_the_act_is_done_when_it_is_allowed() {
    Rig rig = new Rig(replacing(0));
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(0).evictable(false);
    rig.until("asked", LONG, () -> rig.world.asked().size() == 3);
    assertThat(rig.incident().course().of("uid-backend-0").tries()).isZero();
    backend.evictable(true);
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(rig.journal.of(Escalated.class)).isEmpty();
    assertThat(rig.journal.of(Judged.class))
        .extracting(j -> j.verdict().reason())
        .contains(Verdict.Reason.BACKING_OFF)
        .doesNotContain(Verdict.Reason.RATE_LIMITED);
  }

  @Test
  void a_refusal_that_outlasts_the_rung_is_escalated_with_its_reason_and_used_up_no_rate() {
    Rig rig = new Rig(replacing(0));
    rig.world.workload(BACKEND, 3).zombie(0).evictable(false);
    rig.until("escalated", LONG, () -> !rig.journal.of(Escalated.class).isEmpty());
    List<ActIntended> acts = rig.journal.of(ActIntended.class);
    assertThat(acts).hasSizeBetween(3, 5);
    assertThat(rig.journal.of(Escalated.class).getFirst().reason())
        .contains("Replace: the platform has refused it since " + acts.getFirst().at());
    assertThat(Duration.between(acts.getFirst().at(), rig.clock.instant()))
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(rig.explain(BACKEND).actsUsed()).isZero();
  }

  @Test
  void a_healer_that_is_restarted_goes_on_with_the_refusal_where_it_was() {
    Rig rig = new Rig(replacing(0));
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(0).evictable(false);
    rig.until("asked", LONG, () -> rig.world.asked().size() == 2);
    Instant first = rig.journal.of(ActIntended.class).getFirst().at();
    rig.restartHealer();
    rig.until("escalated", LONG, () -> !rig.journal.of(Escalated.class).isEmpty());
    assertThat(Duration.between(first, rig.clock.instant())).isEqualTo(Duration.ofMinutes(3));
    assertThat(rig.loop().explain(BACKEND).orElseThrow().actsUsed()).isZero();
  }

  @Test
  void with_the_default_budget_what_loops_is_replaced_however_often_the_platform_restarted_it() {
    Rig rig = new Rig(Policy.observing(BACKEND).withMode(Mode.ENFORCE));
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    rig.loop().pause(pause(rig, Duration.ofMinutes(10)));
    backend.crashForGood(0);
    rig.until("restarts", LONG, () -> rig.journal.of(PlatformRestarted.class).size() > 5);
    assertThat(rig.remedies()).isEmpty();
    rig.loop().resume("p", "ann");
    rig.until("closed", LONG, () -> rig.incident().closed().isPresent());
    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void a_storm_of_restarts_is_stopped_after_the_one_act_that_is_left() {
    Rig rig = new Rig(Policy.observing(BACKEND).withMode(Mode.ENFORCE));
    FakeWorkload backend = rig.world.workload(BACKEND, 5);
    rig.run(15);
    rig.loop().pause(pause(rig, Duration.ofMinutes(10)));
    backend.crashForGood(0);
    rig.until("restarts", LONG, () -> rig.journal.of(PlatformRestarted.class).size() > 5);
    rig.loop().resume("p", "ann");
    rig.until("replaced", LONG, () -> rig.remedies().size() == 1);
    rig.untilClosed(LONG);
    backend.crashForGood(0);
    rig.run(Duration.ofMinutes(15));
    assertThat(rig.remedies()).as("no second act in the window").containsExactly(REPLACE);
    assertThat(rig.incident().escalated().orElseThrow().reason())
        .contains("1 acts and")
        .contains("(2 counted) in 30 min, at most 3");
  }

  private static Pause pause(Rig rig, Duration lasts) {
    Instant now = rig.clock.instant();
    return new Pause("p", BACKEND, "a look", "ann", now, now.plus(lasts));
  }

  @Test
  void one_of_several_is_treated_to_its_end_before_the_next_is_begun() {
    Rig rig = new Rig(APolicy.on(BACKEND).maxActions(12).unhurried().build());
    FakeWorkload backend = rig.world.workload(BACKEND, 5);
    rig.run(15);
    backend.stubborn(0).stubborn(1);
    rig.run(12).untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(RESTART, REPLACE, RESTART, REPLACE);
    assertThat(rig.journal.of(ActIntended.class))
        .extracting(a -> a.remedy().target())
        .containsExactly("backend-0", "backend-0", "backend-1", "backend-1");
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void when_no_target_has_a_remedy_left_a_person_is_called_once() {
    Rig rig = new Rig(APolicy.on(BACKEND).maxActions(12).unhurried().build());
    FakeWorkload backend = rig.world.workload(BACKEND, 5);
    rig.run(15);
    backend.incurable(0).incurable(1);
    rig.run(LONG);
    assertThat(rig.remedies()).startsWith(RESTART, REPLACE, RESTART, REPLACE);
    assertThat(rig.journal.of(Escalated.class)).hasSize(1);
  }
}
