package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Circumstances;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.Skipped;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.plan.Ladders;
import com.trixtech.selfheal.core.plan.Plan;
import com.trixtech.selfheal.core.plan.Planner;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.verify.Proving;
import com.trixtech.selfheal.core.verify.Verification;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes one incident one step further. Not thread-safe.
 *
 * <ol>
 *   <li>An act whose outcome is not in the journal is looked up, never repeated.
 *   <li>A graver cause, or one that alone has been seen for a while, replaces the present one and
 *       begins its own ladder.
 *   <li>What has been well for the soak is closed, after every standing effect was taken back.
 *   <li>A remedy that was done is proven before anything else is done.
 *   <li>Else the next remedy is planned, judged, journalled as intended, done, and journalled as
 *       reported.
 * </ol>
 */
final class Treatment {
  private final Desk desk;
  private final Execution execution;
  private final Planner planner = new Planner();
  private final Map<String, Proving> provings = new HashMap<>();
  private final Map<String, Instant> supported = new HashMap<>();
  private final Map<WorkloadRef, Well> well = new HashMap<>();

  /** What the treatment works with. */
  record Desk(
      LoopSettings settings,
      Memory memory,
      Guard guard,
      SignalSource signals,
      Actuator actuator,
      Consumer<JournalEntry> write,
      Instant startedAt) {}

  private record Well(String revision, Instant since) {}

  Treatment(Desk desk) {
    this.desk = desk;
    this.execution = new Execution(desk);
  }

  /** Notes since when the workload has been well without a break, on one revision. */
  void watch(WorkloadHealth workload, Instant now) {
    Well known = well.get(workload.workload());
    if (!workload.well()) {
      well.remove(workload.workload());
    } else if (known == null || !known.revision().equals(workload.current())) {
      well.put(workload.workload(), new Well(workload.current(), now));
    }
  }

  Optional<Instant> wellSince(WorkloadRef workload) {
    return Optional.ofNullable(well.get(workload)).map(Well::since);
  }

  /**
   * Opens an incident; one that came back after it was closed as recovered goes on one rung higher.
   */
  Incident open(WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    String id = desk.memory().nextId();
    Instant since =
        diagnosis.affected().stream()
            .map(InstanceHealth::since)
            .min(Instant::compareTo)
            .orElse(now);
    Optional<Incident> before = recurrence(diagnosis, policy, now);
    write(
        new IncidentOpened(
            now,
            id,
            workload.workload(),
            diagnosis.cause(),
            since,
            before.map(Incident::id).orElse(null),
            before.map(i -> i.course().rung() + 1).orElse(0)));
    write(diagnosed(id, diagnosis, now));
    return desk.memory().openOn(workload.workload()).orElseThrow();
  }

  private Optional<Incident> recurrence(Diagnosis diagnosis, Policy policy, Instant now) {
    boolean climbs =
        diagnosis.cause().inInstances() || diagnosis.cause() == Cause.SHARED_CAUSE_UNKNOWN;
    if (!climbs) {
      return Optional.empty();
    }
    return desk.memory().closed().reversed().stream()
        .filter(i -> i.workload().equals(diagnosis.workload()) && i.cause() == diagnosis.cause())
        .filter(i -> !Collections.disjoint(i.affected(), names(diagnosis)))
        .filter(i ->
            i.closed()
                .filter(c -> c.at().plus(policy.minHealthyPeriod()).isAfter(now))
                .filter(c ->
                    c.ending() == Ending.RECOVERED || c.ending() == Ending.RECOVERED_BY_PLATFORM)
                .isPresent())
        .findFirst();
  }

  void treat(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    if (!execution.resume(incident, now)) {
      return;
    }
    execution.undoLapsed(incident, diagnosis.cause(), policy, now);
    rediagnose(incident, workload, diagnosis, policy, now);
    if (incident.stage() == Stage.PROVING) {
      prove(incident, workload, policy, now);
    }
    if (closed(incident, workload, policy, now)) {
      return;
    }
    boolean toDo = incident.stage() == Stage.OPEN || incident.stage() == Stage.PLANNED;
    if (toDo && diagnosis.cause() == incident.cause()) {
      advance(incident, workload, diagnosis, policy, now);
    }
  }

  private void rediagnose(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Cause cause = diagnosis.cause();
    if (cause == Cause.NOTHING_WRONG || incident.stage() == Stage.ESCALATED) {
      return;
    }
    boolean rollsBack = incident.stage() == Stage.PROVING && workload.rolling();
    Instant lastSupported = lastSupported(incident);
    if (cause == incident.cause()) {
      supported.put(incident.id(), now);
      if (!incident.affected().containsAll(names(diagnosis))) {
        write(diagnosed(incident.id(), diagnosis, now));
      }
      return;
    }
    boolean graver = cause.compareTo(incident.cause()) > 0;
    // What a roll-back has not replaced yet still ails, and is not a new cause.
    boolean alone =
        !rollsBack && !lastSupported.plus(policy.detection().notReadyFor()).isAfter(now);
    if (graver || alone) {
      if (incident.stage() == Stage.PROVING) {
        Proof proof = cause == Cause.SIGNALS_BLIND ? Proof.INCONCLUSIVE : Proof.NOT_RECOVERED;
        verified(incident, new Verification(proof, "the cause is " + cause.word()), now);
      }
      provings.remove(incident.id());
      supported.put(incident.id(), now);
      write(diagnosed(incident.id(), diagnosis, now));
    }
  }

  /** A healer that has just started has seen nothing yet that speaks against the present cause. */
  private Instant lastSupported(Incident incident) {
    Instant opened = incident.opened().at();
    Instant since = opened.isAfter(desk.startedAt()) ? opened : desk.startedAt();
    return supported.getOrDefault(incident.id(), since);
  }

  private void prove(Incident incident, WorkloadHealth workload, Policy policy, Instant now) {
    Proving proving =
        provings.computeIfAbsent(
            incident.id(),
            id -> {
              Planned planned = incident.planned().orElseThrow();
              return new Proving(
                  planned.remedy(),
                  incident.provingSince().orElse(planned.at()),
                  rung(incident, policy).timeout(),
                  policy.verify().soak(),
                  patience(incident, policy));
            });
    proving.judge(workload, now).ifPresent(v -> verified(incident, v, now));
  }

  private void verified(Incident incident, Verification verification, Instant now) {
    provings.remove(incident.id());
    incident
        .planned()
        .ifPresent(
            p -> write(new Verified(now, incident.id(), p.rung(), p.remedy(), verification)));
  }

  private static Rung rung(Incident incident, Policy policy) {
    List<Rung> ladder = Ladders.of(policy, incident.cause());
    return ladder.get(Math.min(incident.course().rung(), ladder.size() - 1));
  }

  private static Duration patience(Incident incident, Policy policy) {
    List<Rung> ladder = Ladders.of(policy, incident.cause());
    return Ladders.patience(ladder, Math.min(incident.course().rung(), ladder.size() - 1));
  }

  private boolean closed(Incident incident, WorkloadHealth workload, Policy policy, Instant now) {
    Optional<Instant> since = wellSince(workload.workload());
    if (since.isEmpty()
        || since.get().plus(policy.verify().soak()).isAfter(now)
        || incident.stage() == Stage.PROVING) {
      return false;
    }
    execution.undoAll(incident, policy, now);
    if (!incident.standing().isEmpty()) {
      return false;
    }
    Ending ending = incident.endingIfWell();
    String why = "everything has been well for " + policy.verify().soak();
    write(new IncidentClosed(now, incident.id(), ending, since.get(), why));
    forget(incident);
    return true;
  }

  private void forget(Incident incident) {
    provings.remove(incident.id());
    supported.remove(incident.id());
  }

  /** The workload was removed on purpose: there is nothing left to heal. */
  void gone(Incident incident, Instant now) {
    write(
        new IncidentClosed(
            now, incident.id(), Ending.TARGET_GONE, now, incident.workload() + " was removed"));
    forget(incident);
    well.remove(incident.workload());
  }

  private void advance(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Plan plan =
        planner.plan(
            diagnosis,
            workload,
            policy,
            desk.memory().releases(workload.workload()),
            incident.course(),
            now);
    Remedy remedy = plan.remedy();
    if (!planned(incident, plan)) {
      plan.skipped().forEach(s -> write(new Skipped(now, incident.id(), s.rung(), s.why())));
      write(new Planned(now, incident.id(), plan.rung(), remedy, plan.expected()));
    }
    if (remedy instanceof Remedy.Escalate escalate) {
      write(new Escalated(now, incident.id(), escalate.reason()));
    } else if (remedy.kind().mutates()) {
      Verdict verdict =
          desk.guard().judge(plan, workload, policy, circumstances(incident, workload, now), now);
      verdict = verdict.admitted() ? execution.readAgain(incident, plan, verdict) : verdict;
      judged(incident, remedy, verdict, policy, now);
    }
  }

  private void judged(
      Incident incident, Remedy remedy, Verdict verdict, Policy policy, Instant now) {
    if (incident.verdict().map(Verdict::reason).orElse(null) != verdict.reason()) {
      write(new Judged(now, incident.id(), remedy, verdict));
    }
    if (verdict.admitted()) {
      execution.act(incident, remedy, now);
    } else if (verdict.reason().lasting()
        && incident
            .refusedSince()
            .filter(since -> !since.plus(policy.verify().timeout()).isAfter(now))
            .isPresent()) {
      write(
          new Escalated(
              now,
              incident.id(),
              "%s on %s is refused since %s: %s (%s)"
                  .formatted(
                      remedy.kind().word(),
                      remedy.target(),
                      incident.refusedSince().orElse(now),
                      verdict.reason().sentence(),
                      verdict.numbers())));
    }
  }

  private static boolean planned(Incident incident, Plan plan) {
    return incident
        .planned()
        .filter(p -> incident.stage() == Stage.PLANNED && p.rung() == plan.rung())
        .filter(p -> p.remedy().kind() == plan.remedy().kind())
        .filter(p -> p.remedy().lock().equals(plan.remedy().lock()))
        .isPresent();
  }

  private Circumstances circumstances(Incident incident, WorkloadHealth workload, Instant now) {
    int everywhere = 0;
    int here = 0;
    for (Incident other : desk.memory().open()) {
      boolean inFlight =
          other.stage() == Stage.PROVING
              && other.planned().filter(p -> counts(p.remedy().kind())).isPresent();
      everywhere += inFlight ? 1 : 0;
      here += inFlight && other.workload().equals(workload.workload()) ? 1 : 0;
    }
    return new Circumstances(
        incident.id(),
        incident.acts(),
        incident.lastActAt(),
        incident.approved(),
        here,
        everywhere,
        desk.settings().maxInFlight(),
        ejected(incident, workload),
        desk.startedAt().plus(desk.settings().observeFirst()),
        desk.memory().pauses(now));
  }

  /** What the healer itself took out of rotation does not serve, whatever its readiness says. */
  private static Set<String> ejected(Incident incident, WorkloadHealth workload) {
    Set<String> uids = new HashSet<>();
    for (ActIntended standing : incident.standing()) {
      for (InstanceHealth instance : workload.instances()) {
        boolean itself = instance.instance().uid().equals(standing.remedy().lock());
        if (itself && instance.ready() && standing.remedy() instanceof Remedy.Eject) {
          uids.add(instance.instance().uid());
        }
      }
    }
    return uids;
  }

  private static boolean counts(RemedyKind kind) {
    return switch (kind) {
      case RESTART, REPLACE, ROLL_BACK -> true;
      case AWAIT_PLATFORM, HOLD_RESTARTS, EJECT, ESCALATE -> false;
    };
  }

  private static Diagnosed diagnosed(String id, Diagnosis diagnosis, Instant now) {
    return new Diagnosed(
        now, id, diagnosis.cause(), names(diagnosis), diagnosis.evidence(), diagnosis.rejected());
  }

  private static List<String> names(Diagnosis diagnosis) {
    List<String> names = new ArrayList<>(diagnosis.affected().size());
    diagnosis.affected().forEach(i -> names.add(i.instance().name()));
    return names;
  }

  private void write(JournalEntry entry) {
    desk.write().accept(entry);
  }
}
