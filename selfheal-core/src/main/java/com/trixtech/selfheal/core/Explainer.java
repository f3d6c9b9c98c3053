package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.Explanation.Phase;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.guard.Ledger;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers "why did it act?" and "why did it not?" from what the loop remembers. It first tells
 * where the healer is; the sentences of that phase follow from it and from nothing else, so that
 * they cannot contradict one another. Stateless beyond its sources.
 */
record Explainer(
    Memory memory,
    Ledger ledger,
    Guard guard,
    Treatment treatment,
    Instant observingUntil,
    @Nullable String interrupted) {

  Explanation explain(WorkloadHealth health, Diagnosis diagnosis, Policy policy, Instant now) {
    Optional<Incident> open = memory.openOn(health.workload());
    Optional<Incident> last =
        open.or(() ->
            memory.closed().reversed().stream()
                .filter(i -> i.workload().equals(health.workload()))
                .findFirst());
    Phase phase =
        open.map(i -> phase(i, health, diagnosis, now)).orElseGet(() -> calm(health, now));
    Story story = new Story(health, diagnosis, policy, treatment, now);
    List<String> whyNot = new ArrayList<>();
    if (interrupted != null) {
      whyNot.add("the journal cannot be written, and without it there is no act: " + interrupted);
    }
    whyNot.addAll(open.map(i -> story.whyNot(phase, i)).orElseGet(() -> story.calm(phase)));
    if (phase != Phase.REFUSED) {
      conditions(health, policy, now, whyNot);
    }
    return new Explanation(
        health,
        diagnosis,
        policy,
        phase,
        last.orElse(null),
        last.flatMap(Incident::verdict).orElse(null),
        ledger.used(
            health.workload(), policy.budget(), policy.budget().countPlatformRestarts(), now),
        last.map(Story::why).orElse(List.of()),
        whyNot);
  }

  private Phase calm(WorkloadHealth health, Instant now) {
    if (interrupted != null) {
      return health.well() ? Phase.WELL : Phase.REFUSED;
    }
    if (now.isBefore(observingUntil)) {
      return Phase.OBSERVING;
    }
    return health.well() ? Phase.WELL : Phase.DIAGNOSING;
  }

  private Phase phase(Incident incident, WorkloadHealth health, Diagnosis diagnosis, Instant now) {
    return switch (incident.stage()) {
      case ESCALATED -> Phase.ESCALATED;
      case ACTING -> Phase.ACTING;
      case PROVING -> {
        boolean waits =
            incident.planned().filter(p -> p.remedy() instanceof Remedy.AwaitPlatform).isPresent();
        boolean holds = treatment.holdsSince(incident).isPresent();
        yield waits && !holds ? Phase.AWAITING_PLATFORM : Phase.PROVING;
      }
      case OPEN, PLANNED, CLOSED -> {
        if (incident.pending().isPresent()) {
          yield Phase.ACTING;
        }
        if (treatment.wellSince(health.workload()).isPresent()) {
          yield Phase.PROVING;
        }
        if (now.isBefore(observingUntil)) {
          yield Phase.OBSERVING;
        }
        boolean decided = diagnosis.cause() == incident.cause() && Story.refused(incident);
        yield decided || interrupted != null ? Phase.REFUSED : Phase.DIAGNOSING;
      }
    };
  }

  /** What would keep the healer from acting on anything, whatever ails. */
  private void conditions(WorkloadHealth health, Policy policy, Instant now, List<String> reasons) {
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
    health.alerts().forEach(a -> reasons.add(a.sentence() + " (evidence, and no reason to act)"));
    if (guard.storm(health.workload(), policy, now)) {
      reasons.add("storm: too many instances ailed at once within the storm cool-down");
    }
  }
}
