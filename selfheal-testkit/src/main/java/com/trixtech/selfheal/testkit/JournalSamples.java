package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One journal entry of every kind, and more where a component may be absent. Immutable. */
public final class JournalSamples {

  private static final Instant AT = Instant.parse("2026-02-03T04:05:06.007008009Z");
  private static final String ID = "i-1";
  private static final WorkloadRef BACKEND =
      new WorkloadRef("default", WorkloadRef.Kind.DEPLOYMENT, "backend");
  private static final WorkloadRef DATABASE =
      new WorkloadRef("data", WorkloadRef.Kind.STATEFUL_SET, "postgres");
  private static final InstanceRef INSTANCE = new InstanceRef(BACKEND, "backend-a", "uid-a");

  /**
   * What text formats stumble over: quotes, line ends of every sort, and characters beyond 16 bits.
   */
  private static final String AWKWARD =
      "a \"quoted\" \\ line\r\nand\tone more\u2028\u0085\u0000 é 🩺";

  private JournalSamples() {}

  /** One remedy of every kind. */
  public static List<Remedy> remedies() {
    return List.of(
        new Remedy.AwaitPlatform(BACKEND),
        new Remedy.Restart(INSTANCE),
        new Remedy.Replace(new InstanceRef(DATABASE, "postgres-0", "uid-p")),
        new Remedy.RollBack(BACKEND, "template-2", "template-1"),
        new Remedy.HoldRestarts(BACKEND, AT.plusSeconds(60)),
        new Remedy.Eject(INSTANCE, AT.plusMillis(1)),
        new Remedy.Escalate(BACKEND, AWKWARD));
  }

  /** At least one entry of every kind, each different from all others. */
  public static List<JournalEntry> entries() {
    List<JournalEntry> all = new ArrayList<>();
    all.add(new JournalEntry.HealerStarted(AT));
    all.add(
        new JournalEntry.IncidentOpened(
            AT, ID, BACKEND, Cause.INSTANCE_CRASHED, AT.minusSeconds(3), null, 0));
    all.add(
        new JournalEntry.IncidentOpened(
            AT, "i-2", DATABASE, Cause.BAD_RELEASE, AT.minusNanos(1), ID, 2));
    all.add(
        new JournalEntry.Diagnosed(
            AT,
            ID,
            Cause.DEPENDENCY_FAILED,
            List.of("backend-a", "backend-b"),
            List.of(Symptom.SLOW, Symptom.ERRORING),
            List.of(AWKWARD, ""),
            List.of(new Diagnosis.Rejected(Cause.BAD_RELEASE, "no release in the last hour"))));
    all.add(
        new JournalEntry.Diagnosed(
            AT, ID, Cause.SIGNALS_BLIND, List.of(), List.of(), List.of(), List.of()));
    int rung = 0;
    for (Remedy remedy : remedies()) {
      all.add(new JournalEntry.Planned(AT, ID, rung++, remedy, "it is ready within 30 s"));
    }
    all.add(new JournalEntry.Skipped(AT, ID, 1, "no proven revision"));
    all.add(
        new JournalEntry.Judged(
            AT,
            ID,
            new Remedy.Restart(INSTANCE),
            new Verdict(Verdict.Reason.COOLING_DOWN, "12 s of 30 s", AT.plusSeconds(18))));
    all.add(
        new JournalEntry.Judged(
            AT,
            ID,
            new Remedy.Restart(INSTANCE),
            new Verdict(Verdict.Reason.ADMITTED, "unavailable 0 of 3, allowed 1", null)));
    all.add(
        new JournalEntry.ActIntended(AT, ID, "i-1/1", new Remedy.Restart(INSTANCE), false, null));
    all.add(
        new JournalEntry.ActIntended(
            AT,
            ID,
            "i-1/2",
            new Remedy.HoldRestarts(BACKEND, AT.plusSeconds(60)),
            true,
            AT.plusSeconds(60)));
    all.add(
        new JournalEntry.ActReported(
            AT, ID, "i-1/1", new Outcome(Outcome.Kind.DONE, AWKWARD, AT.plusNanos(1))));
    all.add(
        new JournalEntry.Verified(
            AT,
            ID,
            0,
            new Remedy.Restart(INSTANCE),
            new Verification(Verification.Proof.INCONCLUSIVE, "no fresh data for 5 s")));
    all.add(new JournalEntry.Escalated(AT, ID, "the ladder is exhausted"));
    all.add(new JournalEntry.Approved(AT, ID, "somebody"));
    all.add(
        new JournalEntry.IncidentClosed(
            AT, ID, Incident.Ending.RECOVERED, AT.minusSeconds(60), "good for 60 s"));
    all.add(new JournalEntry.PlatformRestarted(AT, BACKEND, "backend-a", "uid-a", "LivenessProbe"));
    all.add(
        new JournalEntry.RevisionProven(
            AT, BACKEND, "template-1", "config-1", List.of("backend:1.0", "sidecar:2")));
    all.add(new JournalEntry.RevisionCondemned(AT, BACKEND, "template-2", ID));
    all.add(
        new JournalEntry.Paused(
            AT, new Pause("p-1", BACKEND, "a migration", "somebody", AT, AT.plusSeconds(600))));
    all.add(
        new JournalEntry.Paused(
            AT, new Pause("p-2", null, "a move", "somebody", AT, AT.plusSeconds(600))));
    all.add(new JournalEntry.Resumed(AT, "p-1", "somebody else"));
    return List.copyOf(all);
  }

  /** Every record that a sealed type permits, however deep. */
  public static Set<Class<?>> kindsOf(Class<?> sealedType) {
    Set<Class<?>> kinds = new LinkedHashSet<>();
    Class<?>[] permitted = sealedType.getPermittedSubclasses();
    if (permitted == null) {
      kinds.add(sealedType);
    } else {
      Stream.of(permitted).map(JournalSamples::kindsOf).forEach(kinds::addAll);
    }
    return kinds;
  }

  /** The records that stand among the values, those inside of entries not included. */
  static Set<Class<?>> kindsAmong(List<?> values) {
    return new LinkedHashSet<>(
        Arrays.asList(values.stream().map(Object::getClass).toArray(Class<?>[]::new)));
  }
}
