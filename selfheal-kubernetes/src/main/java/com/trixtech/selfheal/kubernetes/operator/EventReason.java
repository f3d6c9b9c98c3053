package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reasons of the Events that the operator writes on workloads. */
public enum EventReason {
  INCIDENT_OPENED("IncidentOpened", "something ails", true),
  REMEDIATION_PLANNED("RemediationPlanned", "the next remedy is chosen", false),
  REMEDIATION_BLOCKED("RemediationBlocked", "the guard does not allow the chosen remedy now", true),
  REMEDIATION_DONE("RemediationDone", "the platform accepted the act", false),
  REMEDIATION_REFUSED("RemediationRefused", "the act was not done, or nobody knows", true),
  REMEDIATION_HELPED("RemediationHelped", "the proof held", false),
  REMEDIATION_DID_NOT_HELP("RemediationDidNotHelp", "there is no proof that it helped", true),
  ESCALATED("Escalated", "a person is called", true),
  INCIDENT_CLOSED("IncidentClosed", "it is over", false);

  private final String word;
  private final String sentence;
  private final boolean warning;

  EventReason(String word, String sentence, boolean warning) {
    this.word = word;
    this.sentence = sentence;
    this.warning = warning;
  }

  /** The spelling in Events. */
  public String word() {
    return word;
  }

  public String sentence() {
    return sentence;
  }

  /** Whether it is a Warning, and not Normal. */
  public boolean warning() {
    return warning;
  }

  /** The reason for which an entry is told; empty for what only the journal needs. */
  static Optional<EventReason> of(JournalEntry entry) {
    return Optional.ofNullable(
        switch (entry) {
          case JournalEntry.IncidentOpened _ -> INCIDENT_OPENED;
          case JournalEntry.Planned _ -> REMEDIATION_PLANNED;
          case JournalEntry.Judged j -> j.verdict().admitted() ? null : REMEDIATION_BLOCKED;
          case JournalEntry.ActReported r ->
              r.outcome().kind() == Outcome.Kind.DONE ? REMEDIATION_DONE : REMEDIATION_REFUSED;
          case JournalEntry.Verified v ->
              v.verification().proof() == Proof.RECOVERED
                  ? REMEDIATION_HELPED
                  : REMEDIATION_DID_NOT_HELP;
          case JournalEntry.Escalated _ -> ESCALATED;
          case JournalEntry.IncidentClosed _ -> INCIDENT_CLOSED;
          case JournalEntry.Diagnosed _,
              JournalEntry.Skipped _,
              JournalEntry.ActIntended _,
              JournalEntry.Approved _,
              JournalEntry.HealerStarted _,
              JournalEntry.PlatformRestarted _,
              JournalEntry.RevisionProven _,
              JournalEntry.RevisionCondemned _,
              JournalEntry.Paused _,
              JournalEntry.Resumed _ ->
              null;
        });
  }

  /** One entry of an incident for people; null where it belongs to none. */
  static @Nullable String sentence(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.IncidentOpened e ->
          "%s: %s".formatted(e.cause().word(), e.cause().sentence());
      case JournalEntry.Diagnosed e ->
          "%s: %s".formatted(e.cause().word(), String.join("; ", e.evidence()));
      case JournalEntry.Planned e ->
          "%s on %s, so that %s"
              .formatted(e.remedy().kind().word(), e.remedy().target(), e.expected());
      case JournalEntry.Skipped e -> e.why();
      case JournalEntry.Judged e ->
          "%s on %s: %s (%s)"
              .formatted(
                  e.remedy().kind().word(),
                  e.remedy().target(),
                  e.verdict().reason().sentence(),
                  e.verdict().numbers());
      case JournalEntry.ActIntended e ->
          "%s %s on %s"
              .formatted(
                  e.undo() ? "takes back" : "does", e.remedy().kind().word(), e.remedy().target());
      case JournalEntry.ActReported e ->
          "%s: %s".formatted(e.outcome().kind().sentence(), e.outcome().detail());
      case JournalEntry.Verified e ->
          "%s on %s: %s"
              .formatted(e.remedy().kind().word(), e.remedy().target(), e.verification().why());
      case JournalEntry.Escalated e -> e.reason();
      case JournalEntry.Approved e -> e.by() + " allowed it";
      case JournalEntry.IncidentClosed e -> "%s: %s".formatted(e.ending().sentence(), e.why());
      case JournalEntry.HealerStarted _,
          JournalEntry.PlatformRestarted _,
          JournalEntry.RevisionProven _,
          JournalEntry.RevisionCondemned _,
          JournalEntry.Paused _,
          JournalEntry.Resumed _ ->
          null;
    };
  }
}
