package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.plan.Plan;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does and takes back what was decided, with the intent in the journal before and the outcome after
 * it. A port that fails ends nothing but its own question: the other workloads are still attended.
 * Not thread-safe.
 */
final class Execution {
  private final Treatment.Desk desk;

  Execution(Treatment.Desk desk) {
    this.desk = desk;
  }

  /**
   * The healer ended between an intent and its report: asks what became of it. Until the platform
   * can say, nothing else is done for the incident.
   */
  boolean resume(Incident incident, Instant now) {
    Optional<ActIntended> pending = incident.pending();
    if (pending.isEmpty()) {
      return true;
    }
    String key = pending.get().key();
    Optional<Outcome> known;
    try {
      known = desk.actuator().recall(key);
    } catch (RuntimeException noAnswer) {
      return false;
    }
    Outcome outcome =
        known.orElseGet(() -> new Outcome(Outcome.Kind.NEVER_SENT, "no trace of it", now));
    desk.write().accept(new ActReported(now, incident.id(), key, outcome));
    return true;
  }

  /** Takes back what is overdue, and a hold whose reason is over. */
  void undoLapsed(Incident incident, Cause cause, Policy policy, Instant now) {
    for (ActIntended standing : incident.standing()) {
      Instant by = standing.undoBy();
      boolean pointless = standing.remedy() instanceof Remedy.HoldRestarts && !mayHold(cause);
      if (pointless || (by != null && !by.isAfter(now))) {
        undo(incident, standing, policy, now);
      }
    }
  }

  /** Lets requests reach again what was kept from them. */
  void undoEjections(Incident incident, Policy policy, Instant now) {
    for (ActIntended standing : incident.standing()) {
      if (standing.remedy() instanceof Remedy.Eject) {
        undo(incident, standing, policy, now);
      }
    }
  }

  /** Takes back every standing effect. */
  void undoAll(Incident incident, Policy policy, Instant now) {
    incident.standing().forEach(standing -> undo(incident, standing, policy, now));
  }

  /** The blind do not let go: a hold ends by itself at its time. */
  private static boolean mayHold(Cause cause) {
    return switch (cause) {
      case DEPENDENCY_FAILED, EXTERNAL_DEPENDENCY_FAILED, SIGNALS_BLIND -> true;
      case NOTHING_WRONG,
          INSTANCE_NOT_READY,
          INSTANCE_ERRORING,
          INSTANCE_HUNG,
          INSTANCE_CRASHED,
          OUT_OF_MEMORY,
          CRASH_LOOPING,
          SHARED_CAUSE_UNKNOWN,
          BAD_RELEASE ->
          false;
    };
  }

  /** What could not be taken back is tried again, no faster than acts are. */
  private void undo(Incident incident, ActIntended standing, Policy policy, Instant now) {
    boolean tooSoon =
        incident
            .undoAgainAt(standing.key(), policy.budget().cooldown())
            .filter(at -> at.isAfter(now))
            .isPresent();
    if (!tooSoon) {
      perform(incident, standing.remedy(), true, null, now);
    }
  }

  /**
   * Reads the target anew, by its uid, and where a roll-back has none the worst that it is for: an
   * act on an old truth is the wrong act.
   */
  Verdict readAgain(Diagnosis diagnosis, Plan plan, Verdict admitted) {
    InstanceRef target = instance(plan.remedy());
    boolean served = plan.targetReady();
    if (plan.remedy() instanceof Remedy.RollBack && !diagnosis.affected().isEmpty()) {
      InstanceHealth worst = diagnosis.affected().getFirst();
      target = worst.instance();
      served = worst.ready();
    }
    if (target == null) {
      return admitted;
    }
    Optional<InstanceFact> fact;
    try {
      fact = desk.signals().reread(target);
    } catch (RuntimeException noAnswer) {
      return new Verdict(
          Verdict.Reason.SIGNALS_STALE,
          "%s cannot be read again: %s".formatted(target.name(), noAnswer.getMessage()),
          null);
    }
    return stillAils(diagnosis.cause(), served, fact)
        ? admitted
        : new Verdict(Verdict.Reason.TARGET_CHANGED, target.name() + " was read again", null);
  }

  private static boolean stillAils(Cause cause, boolean served, Optional<InstanceFact> fact) {
    if (fact.isEmpty() || fact.get().phase() == Phase.TERMINATING) {
      return false;
    }
    if (fact.get().ready() && !served) {
      // It was judged as one that serves nothing, and it serves.
      return false;
    }
    boolean answers = fact.get().ready() && fact.get().livenessFailures() == 0;
    boolean byClients =
        cause == Cause.INSTANCE_ERRORING
            || cause == Cause.SHARED_CAUSE_UNKNOWN
            || cause == Cause.BAD_RELEASE;
    return !answers || (byClients && served);
  }

  private static @Nullable InstanceRef instance(Remedy remedy) {
    return switch (remedy) {
      case Remedy.Restart r -> r.instance();
      case Remedy.Replace r -> r.instance();
      case Remedy.Eject e -> e.instance();
      case Remedy.RollBack r -> null;
      case Remedy.HoldRestarts h -> null;
      case Remedy.AwaitPlatform a -> null;
      case Remedy.Escalate e -> null;
    };
  }

  void act(Incident incident, Remedy remedy, Instant now) {
    if (remedy instanceof Remedy.RollBack rollBack) {
      desk.write()
          .accept(new RevisionCondemned(now, rollBack.workload(), rollBack.from(), incident.id()));
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

  /**
   * The intent, durable, before; the outcome after it: the two appends that everything else rests
   * on.
   */
  private void perform(
      Incident incident, Remedy remedy, boolean undo, @Nullable Instant undoBy, Instant now) {
    String key = incident.id() + "/" + incident.entries().size();
    desk.write().accept(new ActIntended(now, incident.id(), key, remedy, undo, undoBy));
    desk.flush().run();
    Outcome outcome;
    try {
      outcome = desk.actuator().perform(new Act(key, remedy, undo));
    } catch (RuntimeException broken) {
      outcome = new Outcome(Outcome.Kind.UNKNOWN, String.valueOf(broken.getMessage()), now);
    }
    desk.write().accept(new ActReported(now, incident.id(), key, outcome));
  }
}
