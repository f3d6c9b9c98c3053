package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.Explanation.Phase;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Span;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sentences of one phase, with their numbers. Part of {@link Explainer}. */
record Story(
    WorkloadHealth health, Diagnosis diagnosis, Policy policy, Treatment treatment, Instant now) {

  static List<String> why(Incident incident) {
    if (incident.closed().isPresent()) {
      return incident.closed().stream()
          .map(c ->
              "the last incident, %s (%s), ended as %s: %s"
                  .formatted(incident.id(), incident.cause().word(), c.ending().word(), c.why()))
          .toList();
    }
    List<String> why = new ArrayList<>();
    Cause cause = incident.cause();
    why.add("incident %s: %s: %s".formatted(incident.id(), cause.word(), cause.sentence()));
    incident
        .planned()
        .ifPresent(p ->
            why.add(
                "planned %s on %s, so that %s"
                    .formatted(p.remedy().kind().word(), p.remedy().target(), p.expected())));
    return why;
  }

  /** Whether something is decided and kept from being done. */
  static boolean refused(Incident incident) {
    return refusedByGuard(incident).isPresent() || refusedByPlatform(incident).isPresent();
  }

  private static Optional<Verdict> refusedByGuard(Incident incident) {
    return incident.verdict().filter(v -> !v.admitted());
  }

  private static Optional<String> refusedByPlatform(Incident incident) {
    return incident
        .lastOutcome()
        .filter(o -> !o.kind().mayHaveHappened())
        .map(o -> "%s: %s".formatted(o.kind().sentence(), o.detail()));
  }

  List<String> calm(Phase phase) {
    return List.of(phase == Phase.WELL ? "nothing is wrong: " + ready() : notWell());
  }

  private String ready() {
    return "%d of %d instances are ready"
        .formatted(health.availability().ready(), health.availability().desired());
  }

  private String notWell() {
    if (diagnosis.cause() != Cause.NOTHING_WRONG) {
      return "it looks like %s; %s".formatted(diagnosis.cause().word(), ready());
    }
    return health.well() ? ready() : "no instance shows a symptom; " + ready();
  }

  List<String> whyNot(Phase phase, Incident incident) {
    List<String> reasons = new ArrayList<>();
    switch (phase) {
      case WELL -> reasons.add("nothing is wrong: " + ready());
      case OBSERVING -> reasons.add(notWell());
      case DIAGNOSING -> reasons.add(undecided(incident));
      case AWAITING_PLATFORM -> awaited(incident, reasons);
      case ACTING ->
          incident
              .pending()
              .ifPresent(act ->
                  reasons.add("the platform has not said yet what became of act " + act.key()));
      case PROVING -> reasons.add(proving(incident));
      case REFUSED -> {
        refusedByGuard(incident)
            .ifPresent(v ->
                reasons.add(
                    "%s: %s (%s)"
                        .formatted(v.reason().word(), v.reason().sentence(), v.numbers())));
        refusedByPlatform(incident).ifPresent(reasons::add);
      }
      case ESCALATED -> {
        incident.escalated().ifPresent(e -> reasons.add("escalated to a person: " + e.reason()));
        wellAgain(incident).ifPresent(reasons::add);
      }
    }
    return reasons;
  }

  private String undecided(Incident incident) {
    boolean another =
        diagnosis.cause() != incident.cause() && diagnosis.cause() != Cause.NOTHING_WRONG;
    return another
        ? "now it looks like %s, but %s may come back: a lesser cause must be alone for a while"
            .formatted(diagnosis.cause().word(), incident.cause().word())
        : notWell();
  }

  private void awaited(Incident incident, List<String> reasons) {
    for (InstanceHealth instance : diagnosis.affected()) {
      Instant next = instance.nextStart();
      if (next != null && next.isAfter(now)) {
        reasons.add(
            "the platform starts %s again at %s, in %s"
                .formatted(instance.instance().name(), next, left(next)));
      }
    }
    Instant until =
        incident.provingSince().orElse(now).plus(Treatment.rung(incident, policy).timeout());
    reasons.add("the platform's own restart has %s left; %s".formatted(left(until), ready()));
  }

  private String proving(Incident incident) {
    Optional<Planned> planned =
        incident.planned().filter(p -> incident.stage() == Incident.Stage.PROVING);
    if (planned.isEmpty()) {
      return wellAgain(incident).orElseGet(this::ready);
    }
    String what =
        "%s on %s is being proven, and nothing else is done before: %s"
            .formatted(
                planned.get().remedy().kind().word(),
                planned.get().remedy().target(),
                planned.get().expected());
    Optional<Instant> holds = treatment.holdsSince(incident);
    if (holds.isPresent()) {
      Instant proven = holds.get().plus(policy.verify().soak());
      return "%s holds since %s, %s left%s"
          .formatted(what, holds.get(), left(proven), doubt(incident));
    }
    Instant until =
        incident.provingSince().orElse(now).plus(Treatment.rung(incident, policy).timeout());
    return "%s is not seen yet, %s left".formatted(what, left(until));
  }

  /** The incident is over when all has been well for the soak. */
  private Optional<String> wellAgain(Incident incident) {
    return treatment
        .wellSince(health.workload())
        .map(since ->
            "all is well since %s; incident %s is closed when that has held for %s, %s left%s"
                .formatted(
                    since,
                    incident.id(),
                    Span.of(policy.verify().soak()),
                    left(since.plus(policy.verify().soak())),
                    doubt(incident)));
  }

  /** Said where the time alone proves nothing. */
  private String doubt(Incident incident) {
    if (treatment.lacksRequests(incident, health)) {
      return "; and too few requests have come to show that its answers are good again";
    }
    return Treatment.firesSince(incident, health).map(a -> "; but " + a.sentence()).orElse("");
  }

  private String left(Instant until) {
    return Span.of(Duration.ofSeconds(Math.max(0, Duration.between(now, until).toSeconds())));
  }
}
