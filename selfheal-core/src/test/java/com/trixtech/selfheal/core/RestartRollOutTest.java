package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.AWAIT_PLATFORM;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART_ROLL_OUT;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Skipped;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All ail of one unknown cause, and the policy says that a restart is worth a try. */
class RestartRollOutTest {
  private static final Duration LONG = Duration.ofMinutes(60);

  private static Rig rig(int maxActions) {
    return new Rig(
        APolicy.on(BACKEND)
            .unhurried()
            .maxActions(maxActions)
            .ladder(
                Rung.of(AWAIT_PLATFORM, Duration.ofSeconds(20)),
                Rung.of(RESTART_ROLL_OUT, Duration.ofSeconds(30)))
            .build());
  }

  private static FakeWorkload threeZombies(Rig rig) {
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(Duration.ofMinutes(11)); // its revision is proven
    return backend.zombie(0).zombie(1).zombie(2);
  }

  @Test
  void all_are_restarted_one_after_the_other_each_proven_before_the_next() {
    Rig rig = rig(5);
    threeZombies(rig);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).untilClosed(LONG);

    assertThat(rig.incident().cause()).isEqualTo(Cause.SHARED_CAUSE_UNKNOWN);
    assertThat(rig.remedies()).containsExactly(RESTART, RESTART, RESTART);
    List<Class<?>> order =
        rig.journal.replay().stream()
            .filter(e ->
                e instanceof ActIntended || e instanceof Verified v && v.remedy().kind() == RESTART)
            .<Class<?>>map(Object::getClass)
            .toList();
    assertThat(order)
        .containsExactly(
            ActIntended.class,
            Verified.class,
            ActIntended.class,
            Verified.class,
            ActIntended.class,
            Verified.class);
    assertThat(rig.incident().closed().map(IncidentClosed::ending)).contains(Ending.RECOVERED);
  }

  @Test
  void where_the_first_restart_does_not_help_no_other_is_done() {
    Rig rig = rig(5);
    FakeWorkload backend = threeZombies(rig);
    backend.incurable(0).incurable(1).incurable(2);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty())
        .until("escalated", LONG, () -> rig.incident().stage() == Stage.ESCALATED);

    assertThat(rig.remedies()).containsExactly(RESTART);
    assertThat(rig.journal.of(Verified.class).getLast().verification().proof())
        .isEqualTo(Proof.NOT_RECOVERED);
    assertThat(rig.incident().escalated().orElseThrow().reason()).contains("RestartRollOut");
  }

  @Test
  void a_killed_healer_goes_on_with_the_next_one() {
    Rig rig = rig(5);
    threeZombies(rig);
    rig.until("first", LONG, () -> rig.remedies().size() == 1).run(10);
    rig.restartHealer().until("second", LONG, () -> rig.remedies().size() == 2).run(70);
    rig.restartHealer().untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(RESTART, RESTART, RESTART);
  }

  @Test
  void each_restart_counts_against_the_budget() {
    Rig rig = rig(2);
    threeZombies(rig);
    rig.until("two", LONG, () -> rig.remedies().size() == 2);
    rig.until("refused", LONG, () -> rig.incident().stage() == Stage.ESCALATED);
    assertThat(rig.remedies()).hasSize(2);
    assertThat(rig.journal.of(Judged.class))
        .anyMatch(j -> j.verdict().reason() == Verdict.Reason.RATE_LIMITED);
  }

  @Test
  void one_instance_alone_is_no_case_for_it() {
    Rig rig = rig(5);
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(1);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty())
        .until("escalated", LONG, () -> rig.incident().stage() == Stage.ESCALATED);
    assertThat(rig.world.effects()).isEmpty();
    assertThat(rig.journal.of(Skipped.class))
        .anyMatch(s -> s.why().contains("the fault does not lie in all instances at once"));
  }
}
