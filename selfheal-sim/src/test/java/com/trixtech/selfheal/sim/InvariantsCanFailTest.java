package com.trixtech.selfheal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.HealerStarted;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionProven;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import com.trixtech.selfheal.sim.Fault.Expected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each promise is shown a history that breaks it, and one beside it that does not. */
class InvariantsCanFailTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final WorkloadRef APP = new WorkloadRef("sim", WorkloadRef.Kind.DEPLOYMENT, "app");
  private static final InstanceRef ONE = new InstanceRef(APP, "app-1", "uid-1");
  private static final Remedy RESTART = new Remedy.Restart(ONE);
  private static final Remedy BACK = new Remedy.RollBack(APP, "t2", "t1");
  private static final Outcome DONE = new Outcome(Outcome.Kind.DONE, "", T);

  private static List<String> broken(Invariant invariant, Event... history) {
    List<String> broken = new ArrayList<>();
    for (Event event : history) {
      invariant.see(event, broken::add);
    }
    return broken;
  }

  private static Event governed(Mode mode) {
    return new Event.Governed(T, Policy.observing(APP).withMode(mode));
  }

  private static Event written(JournalEntry entry) {
    return new Event.Written(entry.at(), entry);
  }

  private static Event intended(String incident, String key, Remedy remedy, long second) {
    return written(new ActIntended(T.plusSeconds(second), incident, key, remedy, false, null));
  }

  private static Event reported(String incident, String key, Outcome.Kind kind) {
    return written(new ActReported(T, incident, key, new Outcome(kind, "", T)));
  }

  private static Sight sight(int others, boolean touched, boolean dependencyDown) {
    return new Sight(3, others, true, 1, touched, dependencyDown, null);
  }

  private static Event performed(String key, Remedy remedy, Sight before) {
    return new Event.Performed(T, new Act(key, remedy, false), DONE, true, before);
  }

  @Test
  void an_act_that_leaves_too_few_is_flagged() {
    assertThat(
            broken(
                new BudgetHolds(),
                governed(Mode.ENFORCE),
                performed("k", RESTART, sight(1, true, false))))
        .hasSize(1);
    assertThat(
            broken(
                new BudgetHolds(),
                governed(Mode.ENFORCE),
                performed("k", RESTART, sight(2, true, false))))
        .isEmpty();
  }

  @Test
  void an_act_whose_late_effect_leaves_too_few_is_flagged() {
    Event asked =
        new Event.Performed(
            T,
            new Act("k", RESTART, false),
            new Outcome(Outcome.Kind.UNKNOWN, "no answer", T),
            false,
            sight(2, true, false));
    Event late = new Event.TookEffect(T, new Act("k", RESTART, false), sight(1, true, false));

    assertThat(broken(new BudgetHolds(), governed(Mode.ENFORCE), asked, late)).hasSize(1);
    assertThat(broken(new BudgetHolds(), governed(Mode.ENFORCE), asked)).isEmpty();
    assertThat(broken(new NothingDoneTwice(), late, late)).hasSize(1);
  }

  @Test
  void an_eviction_against_the_disruption_budget_is_flagged() {
    Sight closed = new Sight(3, 2, true, 0, true, false, null);

    assertThat(
            broken(
                new BudgetHolds(),
                governed(Mode.ENFORCE),
                performed("k", new Remedy.Replace(ONE), closed)))
        .hasSize(1);
  }

  @Test
  void an_act_without_an_intent_is_flagged() {
    assertThat(broken(new IntentBeforeAct(), performed("k", RESTART, sight(2, true, false))))
        .hasSize(1);
    assertThat(
            broken(
                new IntentBeforeAct(),
                intended("i", "k", BACK, 0),
                performed("k", RESTART, sight(2, true, false))))
        .hasSize(1);
    assertThat(
            broken(
                new IntentBeforeAct(),
                intended("i", "k", RESTART, 0),
                performed("k", RESTART, sight(2, true, false))))
        .isEmpty();
  }

  @Test
  void an_actuator_that_does_a_key_twice_is_flagged() {
    Event act = performed("k", RESTART, sight(2, true, false));

    assertThat(broken(new NothingDoneTwice(), act, act)).hasSize(1);
  }

  @Test
  void a_remedy_that_is_repeated_before_its_proof_is_flagged() {
    Event first = intended("i", "k1", RESTART, 0);
    Event second = intended("i", "k2", RESTART, 60);

    assertThat(broken(new NothingDoneTwice(), first, second)).hasSize(1);
    assertThat(
            broken(new NothingDoneTwice(), first, reported("i", "k1", Outcome.Kind.FAILED), second))
        .isEmpty();
  }

  @Test
  void an_act_on_a_symptom_of_a_known_cause_is_flagged() {
    Dependency database = new Dependency("database", null, Dependency.Strength.HARD);
    DependencyHealth down = new DependencyHealth(APP, database, Health.FAILED, "");
    Event known = new Event.Stepped(T, new StepReport(T, List.of(), List.of(down), List.of()), 0);
    Event act = performed("k", RESTART, sight(2, true, true));

    assertThat(broken(new CauseBeforeSymptom(), known, act)).hasSize(1);
    assertThat(broken(new CauseBeforeSymptom(), act)).isEmpty();
  }

  @Test
  void an_act_within_the_cool_down_is_flagged() {
    Event first = intended("i", "k1", RESTART, 0);

    assertThat(
            broken(
                new RateHolds(), governed(Mode.ENFORCE), first, intended("i", "k2", RESTART, 29)))
        .hasSize(1);
    assertThat(
            broken(
                new RateHolds(), governed(Mode.ENFORCE), first, intended("i", "k2", RESTART, 30)))
        .isEmpty();
  }

  @Test
  void one_act_too_many_in_the_window_is_flagged() {
    List<Event> history = new ArrayList<>(List.of(governed(Mode.ENFORCE)));
    for (int i = 0; i < 4; i++) {
      history.add(intended("i", "k" + i, RESTART, i * 60L));
    }

    assertThat(broken(new RateHolds(), history.toArray(Event[]::new))).hasSize(1);
  }

  @Test
  void a_platform_that_restarts_leaves_one_act_and_no_more() {
    List<Event> history = new ArrayList<>(List.of(governed(Mode.ENFORCE)));
    for (int i = 0; i < 9; i++) {
      history.add(written(new PlatformRestarted(T, APP, "app-1", "uid-1", "ITSELF")));
    }
    history.add(intended("i", "k1", RESTART, 60));
    assertThat(broken(new RateHolds(), history.toArray(Event[]::new))).isEmpty();
    history.add(intended("i", "k2", RESTART, 120));
    assertThat(broken(new RateHolds(), history.toArray(Event[]::new))).hasSize(1);
  }

  @Test
  void what_the_platform_refused_is_not_counted_but_rested_after() {
    List<Event> history = new ArrayList<>(List.of(governed(Mode.ENFORCE)));
    for (int i = 0; i < 5; i++) {
      history.add(intended("i", "k" + i, RESTART, i * 60L));
      history.add(reported("i", "k" + i, Outcome.Kind.REFUSED));
    }
    assertThat(broken(new RateHolds(), history.toArray(Event[]::new))).isEmpty();
    history.add(intended("i", "soon", RESTART, 250));
    assertThat(broken(new RateHolds(), history.toArray(Event[]::new))).hasSize(1);
  }

  @Test
  void an_act_on_what_was_never_wrong_is_flagged() {
    assertThat(
            broken(new NothingWrongNothingDone(), performed("k", RESTART, sight(2, false, false))))
        .hasSize(1);
    assertThat(
            broken(new NothingWrongNothingDone(), performed("k", RESTART, sight(2, true, false))))
        .isEmpty();
  }

  @Test
  void a_call_for_a_person_when_nothing_was_wrong_is_flagged() {
    assertThat(broken(new NothingWrongNothingDone(), ended(Expected.UNTOUCHED, true, List.of())))
        .hasSize(1);
  }

  @Test
  void a_second_act_before_the_first_is_verified_is_flagged() {
    assertThat(
            broken(
                new OneAtATime(),
                governed(Mode.ENFORCE),
                intended("i", "k1", RESTART, 0),
                intended("j", "k2", BACK, 90)))
        .hasSize(1);
  }

  @Test
  void a_roll_back_to_what_was_not_proven_is_flagged() {
    Sight.Goal goal = new Sight.Goal("c1", false);
    Event proven = written(new RevisionProven(T, APP, "t1", "c1", List.of()));
    Event condemned = written(new RevisionCondemned(T, APP, "t1", "i"));

    assertThat(broken(new RollbackOnlyToProven(), back(goal))).hasSize(1);
    assertThat(broken(new RollbackOnlyToProven(), proven, back(goal))).isEmpty();
    assertThat(broken(new RollbackOnlyToProven(), proven, condemned, back(goal))).hasSize(1);
    assertThat(broken(new RollbackOnlyToProven(), proven, back(new Sight.Goal("c2", false))))
        .hasSize(1);
    assertThat(broken(new RollbackOnlyToProven(), proven, back(new Sight.Goal("c1", true))))
        .hasSize(1);
  }

  private static Event back(Sight.Goal goal) {
    return performed("k", BACK, new Sight(3, 2, true, 1, true, false, goal));
  }

  @Test
  void a_hold_that_outlives_its_deadline_is_flagged() {
    Event hold = written(hold());
    StepReport nothing = StepReport.NOTHING_YET;

    assertThat(
            broken(new EffectsEndInTime(), hold, new Event.Stepped(T.plusSeconds(90), nothing, 0)))
        .hasSize(1);
    assertThat(
            broken(new EffectsEndInTime(), hold, new Event.Stepped(T.plusSeconds(60), nothing, 0)))
        .isEmpty();
  }

  @Test
  void an_incident_that_closes_on_a_standing_hold_is_flagged() {
    Event closed = written(new IncidentClosed(T, "i", Incident.Ending.RECOVERED, T, "well"));

    assertThat(broken(new EffectsEndInTime(), written(hold()), closed)).hasSize(1);
  }

  private static ActIntended hold() {
    Instant until = T.plusSeconds(60);
    return new ActIntended(T, "i", "k", new Remedy.HoldRestarts(APP, until), false, until);
  }

  @Test
  void an_act_against_a_persons_will_or_too_early_is_flagged() {
    Event act = intended("i", "k", RESTART, 60);
    Event began = written(new HealerStarted(T.plusSeconds(57)));

    assertThat(broken(new WillRespected(), governed(Mode.OBSERVE), act)).hasSize(1);
    assertThat(broken(new WillRespected(), governed(Mode.APPROVE), act)).hasSize(1);
    assertThat(broken(new WillRespected(), governed(Mode.ENFORCE), began, act)).hasSize(1);
    assertThat(broken(new WillRespected(), governed(Mode.ENFORCE), act)).isEmpty();
  }

  @Test
  void an_act_after_the_escalation_is_flagged() {
    Event escalated = written(new Escalated(T, "i", "no remedy is left"));

    assertThat(broken(new QuietAfterEscalation(), escalated, intended("i", "k", RESTART, 1)))
        .hasSize(1);
    assertThat(broken(new QuietAfterEscalation(), escalated, escalated)).hasSize(1);
  }

  @Test
  void a_fault_that_ends_otherwise_than_it_must_is_flagged() {
    assertThat(broken(new EndsInTime(), ended(Expected.HEALED, true, List.of()))).hasSize(1);
    assertThat(broken(new EndsInTime(), ended(Expected.ESCALATED, false, List.of("Recovered"))))
        .hasSize(1);
    assertThat(broken(new EndsInTime(), ended(Expected.HEALED, false, List.of("Recovered"))))
        .isEmpty();
    assertThat(
            broken(
                new EndsInTime(),
                new Event.EpisodeEnded(
                    T, APP, Expected.EITHER, false, false, false, List.of(), List.of("i-0001"))))
        .hasSize(2);
  }

  private static Event ended(Expected expected, boolean escalated, List<String> endings) {
    return new Event.EpisodeEnded(T, APP, expected, true, true, escalated, endings, List.of());
  }

  @Test
  void one_ejection_too_many_is_flagged() {
    assertThat(broken(new EjectionWithinShare(), new Event.Ejections(T, APP, 2, 1))).hasSize(1);
    assertThat(broken(new EjectionWithinShare(), new Event.Ejections(T, APP, 1, 1))).isEmpty();
  }

  @Test
  void a_memory_without_end_is_flagged() {
    assertThat(broken(new MemoryBounded(), new Event.Stepped(T, StepReport.NOTHING_YET, 61)))
        .hasSize(1);
    Event[] many = new Event[400];
    java.util.Arrays.fill(many, reported("i", "k", Outcome.Kind.DONE));
    assertThat(broken(new MemoryBounded(), many)).hasSize(1);
  }

  @Test
  void a_proof_without_a_request_since_the_act_is_flagged() {
    Event opened = written(new IncidentOpened(T, "i", APP, Cause.INSTANCE_ERRORING, T, null, 0));
    Event erring =
        written(
            new Diagnosed(
                T,
                "i",
                Cause.INSTANCE_ERRORING,
                List.of("app-1"),
                List.of(),
                List.of(),
                List.of()));
    Event idle = new Event.Requests(T.minusSeconds(1), APP, false);
    Event asked = new Event.Requests(T.plusSeconds(9), APP, true);
    Event done = intended("i", "k", RESTART, 0);
    Event proven =
        written(
            new Verified(
                T.plusSeconds(60), "i", 0, RESTART, new Verification(Proof.RECOVERED, "held")));
    Event closed =
        written(new IncidentClosed(T.plusSeconds(60), "i", Incident.Ending.RECOVERED, T, "well"));
    Event honest =
        written(new IncidentClosed(T.plusSeconds(60), "i", Incident.Ending.UNPROVEN, T, "idle"));

    assertThat(broken(new ProvenByRequests(), opened, erring, idle, done, proven)).hasSize(1);
    assertThat(broken(new ProvenByRequests(), opened, erring, idle, done, closed)).hasSize(1);
    assertThat(broken(new ProvenByRequests(), opened, erring, idle, done, honest)).isEmpty();
    assertThat(broken(new ProvenByRequests(), opened, erring, idle, done, asked, proven)).isEmpty();
  }
}
