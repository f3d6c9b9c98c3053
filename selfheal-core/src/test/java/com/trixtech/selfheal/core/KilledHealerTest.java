package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static com.trixtech.selfheal.core.testing.Rig.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.KillSwitch.Killed;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The healer ends between any two effects: it resumes, and repeats nothing. */
class KilledHealerTest {

  /** One heal, with the healer killed at that passage through a port; 0 for never. */
  private static Rig heal(int killAt, Duration before, Consumer<FakeWorkload> fault) {
    Rig rig = new Rig(APolicy.on(BACKEND).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(before);
    fault.accept(backend);
    int offset = rig.kill.passages();
    rig.kill.killAt(killAt == 0 ? Integer.MAX_VALUE : offset + killAt);
    for (int second = 0; second < 400 && !healed(rig); second++) {
      try {
        rig.step();
      } catch (Killed gone) {
        rig.restartHealer();
      }
    }
    assertThat(healed(rig)).as("killed at %d: %s", killAt, rig.journal.replay()).isTrue();
    return rig;
  }

  private static boolean healed(Rig rig) {
    return !rig.loop().incidents().isEmpty()
        && rig.loop().incidents().stream().allMatch(i -> i.stage() == Stage.CLOSED);
  }

  private static void killedEverywhere(
      Duration before, Consumer<FakeWorkload> fault, RemedyKind... expected) {
    Rig undisturbed = new Rig(APolicy.on(BACKEND).build());
    undisturbed.world.workload(BACKEND, 3);
    int passages = heal(0, before, fault).kill.passages();
    undisturbed.run(before);
    int last = passages - undisturbed.kill.passages();
    assertThat(last).isGreaterThan(100);
    for (int k = 1; k <= last; k++) {
      Rig rig = heal(k, before, fault);
      assertThat(rig.remedies()).as("killed at %d", k).containsExactly(expected);
      assertThat(rig.journal.of(ActIntended.class))
          .as("killed at %d: every act has its intent", k)
          .extracting(ActIntended::key)
          .containsAll(rig.world.asked().stream().map(a -> a.key()).toList())
          .doesNotHaveDuplicates();
      assertThat(rig.incident().pending()).isEmpty();
    }
  }

  @Test
  void a_restart_is_done_once_wherever_the_healer_is_killed() {
    killedEverywhere(Duration.ofSeconds(15), w -> w.zombie(1), RemedyKind.RESTART);
  }

  @Test
  void a_roll_back_is_done_once_wherever_the_healer_is_killed() {
    killedEverywhere(Duration.ofMinutes(11), w -> w.badRelease("b"), RemedyKind.ROLL_BACK);
  }

  @Test
  void an_ejection_is_done_once_and_taken_back_once_wherever_the_healer_is_killed() {
    killedEverywhere(
        Duration.ofSeconds(15), w -> w.erroring(1), RemedyKind.EJECT, RemedyKind.RESTART);
  }

  @Test
  void a_wait_that_is_ended_early_leads_to_one_replacement_wherever_the_healer_is_killed() {
    killedEverywhere(
        Duration.ofSeconds(15),
        w -> w.hangIntoBackOff(1, Duration.ofMinutes(1)),
        RemedyKind.REPLACE);
  }

  @Test
  void an_intent_that_was_never_sent_does_not_use_up_a_try() {
    Rig rig = new Rig(APolicy.on(BACKEND).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(0);
    rig.until("planned", Duration.ofMinutes(1), () -> killedBeforePerform(rig));
    rig.restartHealer().step();
    Incident incident = rig.incident();
    assertThat(incident.pending()).isEmpty();
    assertThat(incident.acts()).isZero();
    assertThat(rig.world.effects()).isEmpty();
    rig.untilClosed(Duration.ofMinutes(5));
    assertThat(rig.remedies()).containsExactly(RemedyKind.RESTART);
  }

  private static boolean killedBeforePerform(Rig rig) {
    rig.journal.afterIntent(() -> rig.kill.killAt(rig.kill.passages() + 1));
    try {
      rig.step();
      return false;
    } catch (Killed gone) {
      rig.journal.afterIntent(() -> {});
      return true;
    }
  }

  @Test
  void a_platform_that_cannot_say_what_became_of_an_act_keeps_the_next_one_waiting() {
    Rig rig = new Rig(APolicy.on(BACKEND).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(0);
    rig.until("planned", Duration.ofMinutes(1), () -> killedBeforePerform(rig));
    rig.restartHealer();
    rig.world.forgetful(true);
    rig.run(5);
    assertThat(rig.incident().pending()).isPresent();
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("what became of"));
  }

  @Test
  void an_act_of_which_it_is_not_known_whether_it_was_done_is_in_flight_for_all_others() {
    Rig rig = new Rig(APolicy.on(BACKEND).build(), APolicy.on(DATABASE).build());
    FakeWorkload database = rig.world.workload(DATABASE, 3);
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(0);
    rig.until("planned", Duration.ofMinutes(1), () -> killedBeforePerform(rig));
    rig.restartHealer();
    rig.world.forgetful(true);
    database.zombie(0);
    rig.run(40);
    assertThat(rig.world.asked()).isEmpty();
    assertThat(rig.incident().workload()).isEqualTo(DATABASE);
    assertThat(rig.incident().verdict())
        .hasValueSatisfying(v -> assertThat(v.reason()).isEqualTo(Verdict.Reason.ACT_IN_FLIGHT));

    rig.world.forgetful(false);
    rig.until("both", Duration.ofMinutes(10), () -> rig.remedies().size() == 2);
  }

  @Test
  void a_restarted_healer_that_cannot_see_yet_takes_no_workload_for_gone() {
    Rig rig = new Rig(APolicy.on(BACKEND).build());
    rig.world.workload(BACKEND, 3).zombie(0);
    rig.run(12).restartHealer();
    rig.world.unreadable("time-out");
    rig.run(3);
    assertThat(rig.incident().closed()).isEmpty();
    rig.world.unreadable(null);
    rig.untilClosed(Duration.ofMinutes(5));
    assertThat(rig.remedies()).containsExactly(RemedyKind.RESTART);
  }

  @Test
  void a_restarted_healer_does_not_begin_the_ladder_anew_for_a_lesser_glimpse() {
    Rig rig = new Rig(APolicy.on(BACKEND).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(Duration.ofMinutes(11));
    backend.crashForGood(0);
    rig.until(
        "loops",
        Duration.ofMinutes(2),
        () -> !rig.loop().incidents().isEmpty() && rig.incident().cause() == Cause.CRASH_LOOPING);
    rig.restartHealer().step();
    assertThat(rig.incident().cause()).isEqualTo(Cause.CRASH_LOOPING);
  }
}
