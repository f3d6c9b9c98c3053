package com.trixtech.selfheal.core.journal;

import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static com.trixtech.selfheal.core.testing.Rig.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.Facts;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.ManualClock;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loop knows is what its journal says. */
class ReplayTest {

  /** All that an incident shows, as text. */
  private static String state(Incident i) {
    return String.join(
        "|",
        i.id(),
        i.stage().name(),
        i.cause().name(),
        i.affected().toString(),
        i.course().toString(),
        i.planned().toString(),
        i.verdict().toString(),
        i.refusedSince().toString(),
        i.pending().toString(),
        i.standing().toString(),
        String.valueOf(i.approved()),
        String.valueOf(i.acts()),
        i.lastActAt().toString(),
        i.provingSince().toString(),
        i.lastOutcome().toString(),
        i.endingIfWell().name(),
        i.escalated().toString(),
        i.closed().toString(),
        String.valueOf(i.entries().size()));
  }

  private static List<String> states(List<Incident> incidents) {
    return incidents.stream().map(ReplayTest::state).toList();
  }

  private static List<Incident> all(Memory memory) {
    List<Incident> all = new ArrayList<>(memory.closed());
    all.addAll(memory.open());
    return all;
  }

  private static Memory replayed(List<JournalEntry> entries) {
    Memory memory = new Memory(50);
    entries.forEach(memory::apply);
    return memory;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_replay_equals_the_live_state_after_every_step(long seed) {
    Random random = new Random(seed);
    Rig rig = new Rig(APolicy.on(BACKEND).hard("postgres", DATABASE).build());
    FakeWorkload backend = rig.world.workload(BACKEND, 3);
    rig.world.dependency("postgres", true);
    int releases = 0;
    for (int second = 0; second < 2400; second++) {
      if (random.nextInt(120) == 0) {
        switch (random.nextInt(7)) {
          case 0 -> backend.crash(0);
          case 1 -> backend.zombie(0);
          case 2 -> backend.erroring(1);
          case 3 -> backend.badRelease("r" + releases++);
          case 4 -> backend.release("g" + releases++);
          case 5 -> rig.world.dependency("postgres", random.nextBoolean());
          default -> backend.wellAgain();
        }
      }
      if (random.nextInt(300) == 0) {
        Instant now = rig.clock.instant();
        rig.loop().pause(new Pause("p" + second, BACKEND, "", "ann", now, now.plusSeconds(60)));
      }
      rig.step();
      Memory memory = replayed(rig.journal.replay());
      assertThat(states(all(memory)))
          .as("seed %d, second %d", seed, second)
          .isEqualTo(states(rig.loop().incidents()));
      assertThat(memory.pauses(rig.clock.instant())).isEqualTo(rig.loop().pauses());
    }
    assertThat(rig.loop().incidents()).as("seed %d saw something", seed).isNotEmpty();
    everyPrefixIsAState(rig.journal.replay());
  }

  /** A fold of a prefix, continued with the rest, is the fold of the whole. */
  private static void everyPrefixIsAState(List<JournalEntry> entries) {
    Memory growing = new Memory(50);
    for (int cut = 0; cut < entries.size(); cut++) {
      growing.apply(entries.get(cut));
      assertThat(states(all(replayed(entries.subList(0, cut + 1)))))
          .as("prefix %d", cut + 1)
          .isEqualTo(states(all(growing)));
    }
  }

  private static final Remedy RESTART = new Remedy.Restart(Facts.of("a", at(0)).fact().instance());

  private static Instant at(long second) {
    return ManualClock.at(second);
  }

  private static Incident acting() {
    Incident incident =
        new Incident(
            new IncidentOpened(at(0), "i-1", BACKEND, Cause.INSTANCE_HUNG, at(0), null, 0));
    incident.apply(new ActIntended(at(1), "i-1", "k", RESTART, false, null));
    return incident;
  }

  private static Outcome outcome(Outcome.Kind kind) {
    return new Outcome(kind, "", at(2));
  }

  @Test
  void an_intent_without_a_report_is_pending() {
    assertThat(acting().pending()).isPresent();
    assertThat(acting().stage()).isEqualTo(Incident.Stage.ACTING);
  }

  @Test
  void an_act_that_was_never_sent_does_not_use_up_a_try() {
    Incident incident = acting();
    assertThat(incident.course().of(RESTART.lock()).tries()).isEqualTo(1);
    incident.apply(new ActReported(at(2), "i-1", "k", outcome(Outcome.Kind.NEVER_SENT)));
    assertThat(incident.course().of(RESTART.lock()).tries()).isZero();
    assertThat(incident.acts()).isZero();
    assertThat(incident.stage()).isEqualTo(Incident.Stage.OPEN);
  }

  @Test
  void an_act_with_a_lost_answer_may_have_happened_and_is_proven() {
    Incident incident = acting();
    incident.apply(new ActReported(at(2), "i-1", "k", outcome(Outcome.Kind.UNKNOWN)));
    assertThat(incident.stage()).isEqualTo(Incident.Stage.PROVING);
    assertThat(incident.course().of(RESTART.lock()).tries()).isEqualTo(1);
  }

  private static Incident holding() {
    Remedy hold = new Remedy.HoldRestarts(BACKEND, at(600));
    Incident incident =
        new Incident(
            new IncidentOpened(at(0), "i-1", BACKEND, Cause.DEPENDENCY_FAILED, at(0), null, 0));
    incident.apply(new ActIntended(at(1), "i-1", "k", hold, false, at(600)));
    incident.apply(new ActReported(at(1), "i-1", "k", outcome(Outcome.Kind.DONE)));
    incident.apply(new ActIntended(at(10), "i-1", "u", hold, true, null));
    return incident;
  }

  @Test
  void an_effect_that_could_not_be_taken_back_still_stands_until_its_time() {
    Incident incident = holding();
    incident.apply(new ActReported(at(10), "i-1", "u", outcome(Outcome.Kind.UNKNOWN)));
    assertThat(incident.standing()).hasSize(1);
    assertThat(incident.undoAgainAt("k", Duration.ofSeconds(5))).contains(at(15));
    incident.apply(
        new ActIntended(
            at(600), "i-1", "v", new Remedy.HoldRestarts(BACKEND, at(600)), true, null));
    incident.apply(new ActReported(at(600), "i-1", "v", outcome(Outcome.Kind.FAILED)));
    assertThat(incident.standing()).isEmpty();
  }

  @Test
  void an_effect_that_was_taken_back_or_whose_target_is_gone_stands_no_more() {
    for (Outcome.Kind kind : List.of(Outcome.Kind.DONE, Outcome.Kind.REFUSED)) {
      Incident incident = holding();
      incident.apply(new ActReported(at(10), "i-1", "u", outcome(kind)));
      assertThat(incident.standing()).as(kind.name()).isEmpty();
    }
  }

  @Test
  void the_history_is_bounded_and_the_count_goes_on() {
    Memory memory = new Memory(3);
    for (int i = 0; i < 10; i++) {
      String id = "i-%04d".formatted(i + 1);
      memory.apply(new IncidentOpened(at(i), id, BACKEND, Cause.INSTANCE_HUNG, at(i), null, 0));
      memory.apply(
          new IncidentClosed(at(i), id, Incident.Ending.RECOVERED_BY_ITSELF, at(i), "well"));
    }
    assertThat(memory.closed())
        .extracting(Incident::id)
        .containsExactly("i-0008", "i-0009", "i-0010");
    assertThat(memory.nextId()).isEqualTo("i-0011");
    assertThat(memory.incident("i-0001")).isEmpty();
  }

  @Test
  void a_pause_is_forgotten_when_it_ends() {
    Memory memory = new Memory(3);
    memory.apply(
        new JournalEntry.Paused(
            at(0), new Pause("p", null, "", "ann", at(0), at(0).plus(Duration.ofMinutes(1)))));
    assertThat(memory.pauses(at(59))).hasSize(1);
    assertThat(memory.pauses(at(60))).isEmpty();
  }
}
