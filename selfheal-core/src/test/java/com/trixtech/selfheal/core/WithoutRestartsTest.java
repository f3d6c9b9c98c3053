package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.AWAIT_PLATFORM;
import static com.trixtech.selfheal.core.model.RemedyKind.REPLACE;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART_ROLL_OUT;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A platform that cannot end a process in place, as Kubernetes cannot: an eviction is all. */
class WithoutRestartsTest {
  private static final Duration LONG = Duration.ofMinutes(60);

  private static Rig rig(Policy policy) {
    Rig rig = new Rig(policy);
    rig.world.withoutRestarts();
    return rig.restartHealer(); // the loop asks its platform once
  }

  @Test
  void a_restart_is_planned_judged_and_proven_as_the_replacement_that_it_is() {
    Rig rig = rig(APolicy.on(BACKEND).unhurried().build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(1);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).untilClosed(LONG);

    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(rig.journal.of(Judged.class))
        .isNotEmpty()
        .allMatch(j -> j.remedy().kind() == REPLACE);
    assertThat(rig.journal.of(Verified.class))
        .isNotEmpty()
        .allMatch(v -> v.remedy().kind() == REPLACE);
    assertThat(rig.incident().closed().map(IncidentClosed::ending)).contains(Ending.RECOVERED);
  }

  @Test
  void the_new_instance_does_not_begin_the_ladder_anew() {
    Rig rig = rig(APolicy.on(BACKEND).unhurried().maxActions(12).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.incurable(1);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).run(LONG);

    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(rig.journal.of(Escalated.class)).hasSize(1);
  }

  @Test
  void what_comes_back_in_the_one_that_took_its_place_goes_on_one_rung_higher() {
    Rig rig = rig(APolicy.on(BACKEND).unhurried().maxActions(12).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(2);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).untilClosed(LONG);
    int first = rig.incident().rung();
    backend.zombie(2); // the youngest: the one that was made for the first
    rig.until("again", LONG, () -> rig.loop().incidents().size() == 2).untilClosed(LONG);
    IncidentOpened second = rig.incident().opened();
    assertThat(second.recurrenceOf()).isEqualTo("i-0001");
    assertThat(second.rung()).isEqualTo(first + 1);

    backend.zombie(2);
    rig.until("a third time", LONG, () -> rig.loop().incidents().size() == 3)
        .until("escalated", LONG, () -> rig.incident().stage() == Stage.ESCALATED);
    assertThat(rig.remedies()).containsExactly(REPLACE, REPLACE);
  }

  @Test
  void what_comes_in_another_instance_is_another_incident() {
    Rig rig = rig(APolicy.on(BACKEND).unhurried().maxActions(12).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(15);
    backend.zombie(2);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).untilClosed(LONG);
    backend.zombie(0);
    rig.until("another", LONG, () -> rig.loop().incidents().size() == 2).untilClosed(LONG);

    assertThat(rig.incident().opened().recurrenceOf()).isNull();
    assertThat(rig.incident().opened().rung()).isZero();
  }

  @Test
  void a_roll_out_of_restarts_replaces_one_after_the_other() {
    Rig rig = rollOut();
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(Duration.ofMinutes(11)); // its revision is proven
    backend.zombie(0).zombie(1).zombie(2);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty()).untilClosed(LONG);

    assertThat(rig.incident().cause()).isEqualTo(Cause.SHARED_CAUSE_UNKNOWN);
    assertThat(rig.remedies()).containsExactly(REPLACE, REPLACE, REPLACE);
    assertThat(rig.journal.of(ActIntended.class))
        .extracting(a -> a.remedy().target())
        .doesNotHaveDuplicates();
    assertThat(rig.incident().closed().map(IncidentClosed::ending)).contains(Ending.RECOVERED);
  }

  @Test
  void a_roll_out_whose_first_replacement_does_not_help_ends() {
    Rig rig = rollOut();
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.run(Duration.ofMinutes(11));
    backend.incurable(0).incurable(1).incurable(2);
    rig.until("opened", LONG, () -> !rig.loop().incidents().isEmpty())
        .until("escalated", LONG, () -> rig.incident().stage() == Stage.ESCALATED);

    assertThat(rig.remedies()).containsExactly(REPLACE);
    assertThat(rig.journal.of(Judged.class))
        .extracting(j -> j.verdict().reason())
        .contains(Verdict.Reason.ADMITTED);
  }

  private static Rig rollOut() {
    return rig(
        APolicy.on(BACKEND)
            .unhurried()
            .maxActions(5)
            .ladder(
                Rung.of(AWAIT_PLATFORM, Duration.ofSeconds(20)),
                Rung.of(RESTART_ROLL_OUT, Duration.ofSeconds(30)))
            .build());
  }
}
