package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.Remedy.AwaitPlatform;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Span;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.plan.Ladders;
import com.trixtech.selfheal.core.plan.Patience;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.verify.Answers;
import com.trixtech.selfheal.core.verify.Proving;
import com.trixtech.selfheal.core.verify.Verification;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
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
 *   <li>What has been well for the soak is closed, after every standing effect was taken back. What
 *       only clients could see to ail is awaited to be seen well by them; if too few come it is
 *       closed as unproven, and a person is told where something was done.
 *   <li>A remedy that was done is proven before anything else is done.
 *   <li>Else the next remedy is planned, judged, journalled as intended, done, and journalled as
 *       reported.
 * </ol>
 */
final class Treatment {
  private final Desk desk;
  private final Execution execution;
  private final NextAct next;
  private final CauseOverTime causes;
  private final Map<String, Proving> provings = new HashMap<>();
  private final Map<String, Answers> answers = new HashMap<>();
  private final Map<WorkloadRef, Well> well = new HashMap<>();

  /**
   * What the treatment works with.
   *
   * @param flush makes durable what was written; fails where it cannot
   */
  record Desk(
      LoopSettings settings,
      Memory memory,
      Guard guard,
      SignalSource signals,
      Actuator actuator,
      Consumer<JournalEntry> write,
      Runnable flush,
      Instant startedAt) {}

  /** {@code quietSince}: since when, moreover, no alert has fired. */
  private record Well(String revision, Instant since, Instant quietSince) {}

  Treatment(Desk desk) {
    this.desk = desk;
    this.execution = new Execution(desk);
    this.next = new NextAct(desk, execution);
    this.causes = new CauseOverTime(desk.startedAt());
  }

  /** Notes since when the workload has been well without a break, on one revision. */
  void watch(WorkloadHealth workload, Instant now) {
    Well known = well.get(workload.workload());
    if (!workload.well()) {
      well.remove(workload.workload());
    } else if (known == null || !known.revision().equals(workload.current())) {
      well.put(workload.workload(), new Well(workload.current(), now, now));
    } else if (!workload.alerts().isEmpty()) {
      well.put(workload.workload(), new Well(known.revision(), known.since(), now));
    }
  }

  Optional<Instant> wellSince(WorkloadRef workload) {
    return Optional.ofNullable(well.get(workload)).map(Well::since);
  }

  /** Since when it has been well and no alert has fired: what a revision is proven by. */
  Optional<Instant> quietSince(WorkloadRef workload) {
    return Optional.ofNullable(well.get(workload)).map(Well::quietSince);
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
            before.map(i -> i.rung() + 1).orElse(0)));
    write(CauseOverTime.diagnosed(id, diagnosis, now));
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
        .filter(i -> hadTheSame(i, diagnosis))
        .filter(i ->
            i.closed()
                .filter(c -> c.at().plus(policy.minHealthyPeriod()).isAfter(now))
                .filter(c ->
                    switch (c.ending()) {
                      case RECOVERED, RECOVERED_BY_PLATFORM, UNPROVEN -> true;
                      case RECOVERED_BY_ITSELF, RECOVERED_AFTER_ESCALATION, TARGET_GONE -> false;
                    })
                .isPresent())
        .findFirst();
  }

  /** Whether it was about one of these instances, or one of them has taken its place. */
  private static boolean hadTheSame(Incident before, Diagnosis diagnosis) {
    return !Collections.disjoint(before.affected(), CauseOverTime.names(diagnosis))
        || before
            .replacedAt()
            .filter(at -> diagnosis.affected().stream().anyMatch(i -> !i.createdAt().isBefore(at)))
            .isPresent();
  }

  void treat(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    if (!execution.resume(incident, now)) {
      return;
    }
    execution.undoLapsed(incident, diagnosis.cause(), policy, now);
    rediagnose(incident, workload, diagnosis, policy, now);
    if (incident.stage() == Stage.PROVING) {
      prove(incident, workload, diagnosis, policy, now);
    }
    if (closed(incident, workload, policy, now)) {
      return;
    }
    boolean toDo = incident.stage() == Stage.OPEN || incident.stage() == Stage.PLANNED;
    boolean rest = causes.isRestOfRollOut(incident, diagnosis, policy);
    if (toDo && (rest || diagnosis.cause() == incident.cause())) {
      next.advance(
          incident, workload, rest ? diagnosis.as(incident.cause()) : diagnosis, policy, now);
    }
  }

  private void rediagnose(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    switch (causes.look(incident, workload, diagnosis, policy, now)) {
      case NONE -> {}
      case MORE_AFFECTED -> {
        answers.remove(incident.id());
        write(CauseOverTime.diagnosed(incident.id(), diagnosis, now));
      }
      case ANOTHER_CAUSE -> {
        if (incident.stage() == Stage.PROVING) {
          Cause cause = diagnosis.cause();
          Proof proof = cause == Cause.SIGNALS_BLIND ? Proof.INCONCLUSIVE : Proof.NOT_RECOVERED;
          verified(incident, new Verification(proof, "the cause is " + cause.word()), now);
        }
        provings.remove(incident.id());
        answers.remove(incident.id());
        write(CauseOverTime.diagnosed(incident.id(), diagnosis, now));
        causes.changed(incident, now);
      }
    }
  }

  private void prove(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Optional<String> over = outrun(incident, workload, diagnosis, policy, now);
    if (over.isPresent()) {
      verified(incident, new Verification(Proof.NOT_RECOVERED, over.get()), now);
      return;
    }
    Proving proving = proving(incident, policy);
    proving.judge(workload, now).ifPresent(v -> verified(incident, v, now));
    if (proving.lacksRequests(workload)) {
      execution.undoEjections(incident, policy, now);
    }
  }

  /** Why the platform is no longer waited for: it will be slow, and the next remedy may be done. */
  private Optional<String> outrun(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    boolean waits =
        diagnosis.cause() == incident.cause()
            && incident.planned().filter(p -> p.remedy() instanceof AwaitPlatform).isPresent();
    return waits
        ? Patience.over(diagnosis, workload, patience(incident, policy), now)
            .filter(why -> next.admitted(incident, workload, diagnosis, policy, now))
        : Optional.empty();
  }

  private Proving proving(Incident incident, Policy policy) {
    return provings.computeIfAbsent(
        incident.id(),
        id -> {
          Planned planned = incident.planned().orElseThrow();
          return new Proving(
              planned.remedy(),
              incident.provingSince().orElse(planned.at()),
              rung(incident, policy).timeout(),
              policy.verify(),
              Answers.neededFor(incident.cause(), incident.symptoms()),
              rung(incident, policy).remedy() == RemedyKind.RESTART_ROLL_OUT
                  ? Set.copyOf(incident.affected())
                  : Set.of());
        });
  }

  /** Since when the effect of the remedy that is being proven has held; empty before it is seen. */
  Optional<Instant> holdsSince(Incident incident) {
    return Optional.ofNullable(provings.get(incident.id())).flatMap(Proving::holdsSince);
  }

  /** Whether all seems well, and only the requests that would prove it have not come yet. */
  boolean lacksRequests(Incident incident, WorkloadHealth workload) {
    Proving proving = provings.get(incident.id());
    Answers seen = answers.get(incident.id());
    return proving != null
        ? proving.lacksRequests(workload)
        : seen != null && !incident.proven() && workload.well() && !seen.show(workload);
  }

  private void verified(Incident incident, Verification verification, Instant now) {
    provings.remove(incident.id());
    incident
        .planned()
        .ifPresent(
            p -> write(new Verified(now, incident.id(), p.rung(), p.remedy(), verification)));
  }

  /** The rung that was planned last. */
  static Rung rung(Incident incident, Policy policy) {
    List<Rung> ladder = Ladders.of(policy, incident.cause());
    return ladder.get(Math.min(incident.rung(), ladder.size() - 1));
  }

  private static Duration patience(Incident incident, Policy policy) {
    List<Rung> ladder = Ladders.of(policy, incident.cause());
    return Ladders.patience(ladder, Math.min(incident.rung(), ladder.size() - 1));
  }

  private boolean closed(Incident incident, WorkloadHealth workload, Policy policy, Instant now) {
    Optional<Instant> since = wellSince(workload.workload());
    Answers seen = answers(incident, workload);
    if (since.isEmpty()
        || since.get().plus(policy.verify().soak()).isAfter(now)
        || incident.stage() == Stage.PROVING) {
      return false;
    }
    execution.undoAll(incident, policy, now);
    if (!incident.standing().isEmpty()) {
      return false;
    }
    Optional<Alert> fires = firesSince(incident, workload);
    if (fires.isEmpty() && (incident.proven() || seen.show(workload))) {
      String why = "everything has been well for " + Span.of(policy.verify().soak());
      close(incident, incident.endingIfWell(), since.get(), why, now);
      return true;
    }
    if (since.get().plus(policy.verify().timeout()).isAfter(now)) {
      return false;
    }
    String doubt = fires.map(Alert::sentence).orElse("too few requests came to prove it");
    unproven(incident, policy, doubt, since.get(), now);
    return true;
  }

  /** What clients have seen while all was well. */
  private Answers answers(Incident incident, WorkloadHealth workload) {
    Answers seen =
        answers.computeIfAbsent(
            incident.id(), id -> Answers.neededFor(incident.cause(), incident.symptoms()));
    if (workload.well()) {
      seen.see(workload);
    } else {
      seen.forget();
    }
    return seen;
  }

  /** An alert that began in the incident's time; one that fired before says nothing of it. */
  static Optional<Alert> firesSince(Incident incident, WorkloadHealth workload) {
    return workload.alerts().stream()
        .filter(a -> !a.since().isBefore(incident.opened().since()))
        .findFirst();
  }

  private void unproven(
      Incident incident, Policy policy, String doubt, Instant since, Instant now) {
    String why =
        "nothing has ailed for %s, but %s".formatted(Span.of(policy.verify().timeout()), doubt);
    if (incident.acts() > 0 && incident.escalated().isEmpty()) {
      write(new Escalated(now, incident.id(), incident.cause().word() + ": " + why));
    }
    close(incident, Ending.UNPROVEN, since, why, now);
  }

  private void close(Incident incident, Ending ending, Instant since, String why, Instant now) {
    write(new IncidentClosed(now, incident.id(), ending, since, why));
    forget(incident);
  }

  private void forget(Incident incident) {
    provings.remove(incident.id());
    answers.remove(incident.id());
    causes.forget(incident);
  }

  /** The workload was removed on purpose: there is nothing left to heal. */
  void gone(Incident incident, Instant now) {
    close(incident, Ending.TARGET_GONE, now, incident.workload() + " was removed", now);
    well.remove(incident.workload());
  }

  private void write(JournalEntry entry) {
    desk.write().accept(entry);
  }
}
