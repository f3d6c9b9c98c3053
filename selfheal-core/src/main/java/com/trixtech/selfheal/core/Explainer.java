package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.guard.Ledger;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers "why did it act?" and "why did it not?" from what the loop remembers. Stateless beyond
 * its sources.
 */
record Explainer(
    Memory memory,
    Ledger ledger,
    Guard guard,
    Instant observingUntil,
    @Nullable String interrupted) {

  Explanation explain(WorkloadHealth health, Diagnosis diagnosis, Policy policy, Instant now) {
    Optional<Incident> incident =
        memory
            .openOn(health.workload())
            .or(() ->
                memory.closed().reversed().stream()
                    .filter(i -> i.workload().equals(health.workload()))
                    .findFirst());
    Optional<Verdict> verdict = incident.flatMap(Incident::verdict);
    return new Explanation(
        health,
        diagnosis,
        policy,
        incident.orElse(null),
        verdict.orElse(null),
        ledger.count(
            health.workload(),
            policy.budget().window(),
            policy.budget().countPlatformRestarts(),
            now),
        why(incident),
        whyNot(health, diagnosis, policy, incident, now));
  }

  private static List<String> why(Optional<Incident> incident) {
    List<String> why = new ArrayList<>();
    incident.ifPresent(i -> {
      why.add("incident %s: %s: %s".formatted(i.id(), i.cause().word(), i.cause().sentence()));
      i.planned()
          .ifPresent(p ->
              why.add(
                  "planned %s on %s, so that %s"
                      .formatted(p.remedy().kind().word(), p.remedy().target(), p.expected())));
      i.closed().ifPresent(c -> why.add("%s: %s".formatted(c.ending().word(), c.why())));
    });
    return why;
  }

  private List<String> whyNot(
      WorkloadHealth health,
      Diagnosis diagnosis,
      Policy policy,
      Optional<Incident> incident,
      Instant now) {
    List<String> reasons = new ArrayList<>();
    if (interrupted != null) {
      reasons.add("the journal cannot be written, and without it there is no act: " + interrupted);
    }
    if (diagnosis.cause() == Cause.NOTHING_WRONG) {
      reasons.add(
          health.well()
              ? "nothing is wrong: %d of %d instances are ready"
                  .formatted(health.availability().ready(), health.availability().desired())
              : "no instance shows a symptom; %d of %d are ready"
                  .formatted(health.availability().ready(), health.availability().desired()));
    }
    incident
        .filter(i -> i.closed().isEmpty())
        .ifPresent(i -> ofIncident(i, diagnosis.cause(), reasons));
    if (policy.mode() == Mode.OBSERVE) {
      reasons.add("%s: %s".formatted(policy.mode().word(), policy.mode().sentence()));
    }
    if (policy.suspend()) {
      reasons.add("the policy is suspended");
    }
    for (Pause pause : memory.pauses(now)) {
      if (pause.holds(health.workload(), now)) {
        reasons.add(
            "paused by %s until %s: %s".formatted(pause.by(), pause.until(), pause.reason()));
      }
    }
    policy.maintenance().closed(now).ifPresent(w -> reasons.add("maintenance: " + w));
    if (now.isBefore(observingUntil)) {
      reasons.add("the healer has just started and observes until " + observingUntil);
    }
    if (guard.storm(health.workload(), policy, now)) {
      reasons.add("storm: too many instances ailed at once within the storm cool-down");
    }
    return reasons;
  }

  private static void ofIncident(Incident incident, Cause now, List<String> reasons) {
    if (now != incident.cause() && now != Cause.NOTHING_WRONG) {
      reasons.add(
          "now it looks like %s, but %s may come back: a lesser cause must be alone for a while"
              .formatted(now.word(), incident.cause().word()));
    }
    incident
        .pending()
        .ifPresent(
            act -> reasons.add("the platform has not said yet what became of act " + act.key()));
    incident
        .verdict()
        .filter(v -> !v.admitted())
        .ifPresent(v ->
            reasons.add(
                "%s: %s (%s)".formatted(v.reason().word(), v.reason().sentence(), v.numbers())));
    switch (incident.stage()) {
      case PROVING ->
          reasons.add("the last remedy is being verified; the next waits for the proof");
      case ESCALATED ->
          incident.escalated().ifPresent(e -> reasons.add("escalated to a person: " + e.reason()));
      case OPEN ->
          incident
              .lastOutcome()
              .filter(o -> !o.kind().mayHaveHappened())
              .ifPresent(o -> reasons.add("%s: %s".formatted(o.kind().sentence(), o.detail())));
      case PLANNED, ACTING, CLOSED -> {}
    }
  }
}
