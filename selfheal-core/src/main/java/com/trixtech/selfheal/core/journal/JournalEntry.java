package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal. Every entry stands for itself: a reader needs no other file to
 * understand it.
 */
public sealed interface JournalEntry {

  Instant at();

  /** An entry that belongs to one incident. */
  sealed interface OfIncident extends JournalEntry {
    String incident();
  }

  /** The healer began; it observes first. */
  record HealerStarted(Instant at) implements JournalEntry {}

  /**
   * Something ails.
   *
   * @param since when the first symptom was seen
   * @param recurrenceOf the incident that was closed as recovered or unproven and came back; its
   *     ladder goes on from {@code rung}
   */
  record IncidentOpened(
      Instant at,
      String incident,
      WorkloadRef workload,
      Cause cause,
      Instant since,
      @Nullable String recurrenceOf,
      int rung)
      implements OfIncident {}

  /**
   * Why, as far as is known now. Written when the cause or the affected instances change.
   *
   * @param symptoms what the affected instances show, each once; none in a journal of an older
   *     healer, which did not write them
   */
  record Diagnosed(
      Instant at,
      String incident,
      Cause cause,
      List<String> affected,
      List<Symptom> symptoms,
      List<String> evidence,
      List<Diagnosis.Rejected> rejected)
      implements OfIncident {
    public Diagnosed {
      affected = List.copyOf(affected);
      symptoms = List.copyOf(java.util.Objects.requireNonNullElse(symptoms, List.of()));
      evidence = List.copyOf(evidence);
      rejected = List.copyOf(rejected);
    }
  }

  /** What the ladder's next rung is. */
  record Planned(Instant at, String incident, int rung, Remedy remedy, String expected)
      implements OfIncident {}

  /** A rung that was left out because its precondition does not hold. */
  record Skipped(Instant at, String incident, int rung, String why) implements OfIncident {}

  /** What the guard said of the planned remedy; written when its reason changes. */
  record Judged(Instant at, String incident, Remedy remedy, Verdict verdict)
      implements OfIncident {}

  /**
   * An act is about to be done.
   *
   * @param undoBy when its standing effect must be taken back; null where it has none
   */
  record ActIntended(
      Instant at,
      String incident,
      String key,
      Remedy remedy,
      boolean undo,
      @Nullable Instant undoBy)
      implements OfIncident {}

  /** What became of it. */
  record ActReported(Instant at, String incident, String key, Outcome outcome)
      implements OfIncident {}

  /** Whether the remedy at this rung helped. */
  record Verified(Instant at, String incident, int rung, Remedy remedy, Verification verification)
      implements OfIncident {}

  /** A person was called; nothing more is done by itself. */
  record Escalated(Instant at, String incident, String reason) implements OfIncident {}

  /** Somebody allowed the planned remedy. */
  record Approved(Instant at, String incident, String by) implements OfIncident {}

  /**
   * It is over.
   *
   * @param recoveredAt from when on everything was good
   */
  record IncidentClosed(
      Instant at, String incident, Incident.Ending ending, Instant recoveredAt, String why)
      implements OfIncident {}

  /** The platform restarted an instance; it counts against the budget. */
  record PlatformRestarted(
      Instant at, WorkloadRef workload, String instance, String uid, String reason)
      implements JournalEntry {}

  /** A revision held long enough to be gone back to. */
  record RevisionProven(
      Instant at, WorkloadRef workload, String template, String configuration, List<String> images)
      implements JournalEntry {
    public RevisionProven {
      images = List.copyOf(images);
    }
  }

  /** A revision failed; the healer never goes back to it. */
  record RevisionCondemned(Instant at, WorkloadRef workload, String template, String incident)
      implements JournalEntry {}

  /** Somebody paused the automation. */
  record Paused(Instant at, Pause pause) implements JournalEntry {}

  /** Somebody ended a pause before its time. */
  record Resumed(Instant at, String pause, String by) implements JournalEntry {}
}
