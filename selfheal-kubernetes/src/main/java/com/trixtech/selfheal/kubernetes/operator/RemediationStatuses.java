package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Says how an incident goes, as the status of its Remediation. Stateless. */
final class RemediationStatuses {
  /** What the journal's pages say that belong to no incident. */
  static final RemediationStatus OWN =
      new RemediationStatus(
          null,
          null,
          "no incident: the operator's own journal, which it goes on from; do not edit it",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          List.of());

  private RemediationStatuses() {}

  static RemediationStatus of(Incident incident) {
    return new RemediationStatus(
        null,
        phase(incident),
        story(incident),
        incident.lastOutcome().map(Outcome::detail).orElse(null),
        all(incident, Verified.class)
            .reduce((_, later) -> later)
            .map(v -> v.verification().proof().word())
            .orElse(null),
        incident.acts(),
        incident.opened().recurrenceOf(),
        incident.opened().since().toString(),
        incident.opened().at().toString(),
        all(incident, ActIntended.class).findFirst().map(a -> a.at().toString()).orElse(null),
        incident.closed().map(c -> c.recoveredAt().toString()).orElse(null),
        incident.closed().map(c -> c.at().toString()).orElse(null),
        List.of());
  }

  private static String story(Incident incident) {
    String newest =
        Objects.requireNonNullElse(
            EventReason.sentence(incident.entries().getLast()), incident.cause().sentence());
    return Approvals.awaited(incident)
        .map(act ->
            "%s; to allow it, annotate its HealPolicy with %s='%s'"
                .formatted(newest, Approvals.ANNOTATION, act))
        .orElse(newest);
  }

  private static <T extends JournalEntry> Stream<T> all(Incident incident, Class<T> kind) {
    return incident.entries().stream().filter(kind::isInstance).map(kind::cast);
  }

  static RemediationPhase phase(Incident incident) {
    return switch (incident.stage()) {
      case OPEN -> RemediationPhase.Pending;
      case PLANNED ->
          incident.verdict().map(RemediationStatuses::of).orElse(RemediationPhase.Pending);
      case ACTING -> RemediationPhase.Executing;
      case PROVING -> RemediationPhase.Verifying;
      case ESCALATED -> RemediationPhase.Escalated;
      case CLOSED ->
          switch (incident.closed().orElseThrow().ending()) {
            case RECOVERED -> RemediationPhase.Succeeded;
            case RECOVERED_BY_PLATFORM, RECOVERED_BY_ITSELF -> RemediationPhase.SelfRecovered;
            case RECOVERED_AFTER_ESCALATION -> RemediationPhase.Escalated;
            case UNPROVEN -> RemediationPhase.Inconclusive;
            case TARGET_GONE -> RemediationPhase.Cancelled;
          };
    };
  }

  private static RemediationPhase of(Verdict verdict) {
    return switch (verdict.reason()) {
      case ADMITTED -> RemediationPhase.Pending;
      case MODE_OBSERVE -> RemediationPhase.DryRun;
      case AWAITING_APPROVAL -> RemediationPhase.AwaitingApproval;
      case STARTING_UP,
          SUSPENDED,
          PAUSED,
          MAINTENANCE,
          ACT_IN_FLIGHT,
          COOLING_DOWN,
          BACKING_OFF,
          RATE_LIMITED,
          STORM,
          MIN_HEALTHY,
          MAX_UNAVAILABLE,
          DISRUPTION_BUDGET,
          NO_DISRUPTION_BUDGET,
          TARGET_CHANGED,
          SIGNALS_STALE ->
          RemediationPhase.Blocked;
    };
  }
}
