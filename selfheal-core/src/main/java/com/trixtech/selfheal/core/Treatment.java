package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Circumstances;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.journal.JournalEntry.Skipped;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
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
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.verify.Proving;
import com.trixtech.selfheal.core.verify.Verification;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    resume(incident, now);
    undo(incident, false, now);
    rediagnose(incident, diagnosis, policy, now);
    if (incident.stage() == Stage.PROVING) {
      prove(incident, workload, policy, now);
    }
    if (closed(incident, workload, policy, now)) {
      return;
    }
    boolean toDo = incident.stage() == Stage.OPEN || incident.stage() == Stage.PLANNED;
    if (toDo && diagnosis.cause() != Cause.NOTHING_WRONG) {
      advance(incident, workload, diagnosis, policy, now);
    }
  }

  /** The healer ended between an intent and its report: asks what became of it. */
  private void resume(Incident incident, Instant now) {
    incident
        .pending()
        .ifPresent(act ->
            write(
                new ActReported(
                    now,
                    incident.id(),
                    act.key(),
                    desk.actuator()
                        .recall(act.key())
                        .orElseGet(
                            () -> new Outcome(Outcome.Kind.NEVER_SENT, "no trace of it", now)))));
  }

  /** Takes back standing effects: those that are overdue, or all. */
  private void undo(Incident incident, boolean all, Instant now) {
    for (ActIntended standing : incident.standing()) {
      Instant by = standing.undoBy();
      if (all || (by != null && !by.isAfter(now))) {
        perform(incident, standing.remedy(), true, null, now);
      }
    }
  }

  private void rediagnose(Incident incident, Diagnosis diagnosis, Policy policy, Instant now) {
    Cause cause = diagnosis.cause();
    if (cause == Cause.NOTHING_WRONG || incident.stage() == Stage.ESCALATED) {
      return;
    }
    Instant lastSupported = supported.getOrDefault(incident.id(), incident.opened().at());
    if (cause == incident.cause()) {
      supported.put(incident.id(), now);
      if (!incident.affected().containsAll(names(diagnosis))) {
        write(diagnosed(incident.id(), diagnosis, now));
      }
      return;
    }
    boolean graver = cause.compareTo(incident.cause()) > 0;
    boolean alone = !lastSupported.plus(policy.detection().notReadyFor()).isAfter(now);
    if (graver || alone) {
      if (incident.stage() == Stage.PROVING) {
        verified(
            incident, new Verification(Proof.NOT_RECOVERED, "the cause is " + cause.word()), now);
      }
      provings.remove(incident.id());
      supported.put(incident.id(), now);
      write(diagnosed(incident.id(), diagnosis, now));
    }
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
                  policy.verify().soak());
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

  private boolean closed(Incident incident, WorkloadHealth workload, Policy policy, Instant now) {
    Optional<Instant> since = wellSince(workload.workload());
    if (since.isEmpty()
        || since.get().plus(policy.verify().soak()).isAfter(now)
        || incident.stage() == Stage.PROVING) {
      return false;
    }
    undo(incident, true, now);
    if (!incident.standing().isEmpty()) {
      return false;
    }
    Ending ending = incident.endingIfWell();
    String why = "everything has been well for " + policy.verify().soak();
    write(new IncidentClosed(now, incident.id(), ending, since.get(), why));
    provings.remove(incident.id());
    supported.remove(incident.id());
    return true;
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
      if (verdict.admitted() && !stillAils(incident, remedy)) {
        verdict =
            new Verdict(Verdict.Reason.TARGET_CHANGED, remedy.target() + " was read again", null);
      }
      judged(incident, remedy, verdict, policy, now);
    }
  }

  private void judged(
      Incident incident, Remedy remedy, Verdict verdict, Policy policy, Instant now) {
    if (incident.verdict().map(Verdict::reason).orElse(null) != verdict.reason()) {
      write(new Judged(now, incident.id(), remedy, verdict));
    }
    if (verdict.admitted()) {
      act(incident, remedy, now);
    } else if (blocks(verdict.reason())
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

  /** Whether a lasting refusal is a matter for a person; one that a person made is not. */
  private static boolean blocks(Verdict.Reason reason) {
    return switch (reason) {
      case ADMITTED, STARTING_UP, MODE_OBSERVE, SUSPENDED, PAUSED, MAINTENANCE, AWAITING_APPROVAL ->
          false;
      case ACT_IN_FLIGHT,
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
          true;
    };
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
        desk.startedAt().plus(desk.settings().observeFirst()),
        desk.memory().pauses(now));
  }

  private static boolean counts(RemedyKind kind) {
    return switch (kind) {
      case RESTART, REPLACE, ROLL_BACK -> true;
      case AWAIT_PLATFORM, HOLD_RESTARTS, EJECT, ESCALATE -> false;
    };
  }

  /** Reads the target anew, by its uid: an act on an old truth is the wrong act. */
  private boolean stillAils(Incident incident, Remedy remedy) {
    InstanceRef target =
        switch (remedy) {
          case Remedy.Restart r -> r.instance();
          case Remedy.Replace r -> r.instance();
          case Remedy.Eject e -> e.instance();
          case Remedy.RollBack r -> null;
          case Remedy.HoldRestarts h -> null;
          case Remedy.AwaitPlatform a -> null;
          case Remedy.Escalate e -> null;
        };
    if (target == null) {
      return true;
    }
    Optional<InstanceFact> fact = desk.signals().reread(target);
    if (fact.isEmpty() || fact.get().phase() == Phase.TERMINATING) {
      return false;
    }
    boolean answers = fact.get().ready() && fact.get().livenessFailures() == 0;
    return !answers || incident.cause() == Cause.INSTANCE_ERRORING;
  }

  private void act(Incident incident, Remedy remedy, Instant now) {
    if (remedy instanceof Remedy.RollBack rollBack) {
      write(new RevisionCondemned(now, rollBack.workload(), rollBack.from(), incident.id()));
    }
    Instant undoBy =
        switch (remedy) {
          case Remedy.HoldRestarts h -> h.until();
          case Remedy.Eject e -> e.until();
          case Remedy.Restart r -> null;
          case Remedy.Replace r -> null;
          case Remedy.RollBack r -> null;
          case Remedy.AwaitPlatform a -> null;
          case Remedy.Escalate e -> null;
        };
    perform(incident, remedy, false, undoBy, now);
  }

  /** The intent before, the outcome after: the two appends that everything else rests on. */
  private void perform(
      Incident incident, Remedy remedy, boolean undo, @Nullable Instant undoBy, Instant now) {
    String key = incident.id() + "/" + incident.entries().size();
    write(new ActIntended(now, incident.id(), key, remedy, undo, undoBy));
    Outcome outcome;
    try {
      outcome = desk.actuator().perform(new Act(key, remedy, undo));
    } catch (RuntimeException broken) {
      outcome = new Outcome(Outcome.Kind.UNKNOWN, String.valueOf(broken.getMessage()), now);
    }
    write(new ActReported(now, incident.id(), key, outcome));
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
