package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.diagnosis.CauseRules;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Guard;
import com.trixtech.selfheal.core.guard.Ledger;
import com.trixtech.selfheal.core.health.HealthRules;
import com.trixtech.selfheal.core.health.HealthRules.Assessment;
import com.trixtech.selfheal.core.health.HealthRules.Restart;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.Approved;
import com.trixtech.selfheal.core.journal.JournalEntry.HealerStarted;
import com.trixtech.selfheal.core.journal.JournalEntry.Paused;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.journal.JournalEntry.Resumed;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loop. Each {@link #step} reads what is true now and takes every open incident one step
 * further:
 *
 * <pre>signals -> health -> diagnosis -> plan -> guard -> act -> verify -> journal</pre>
 *
 * <p>Deterministic: the same journal, signals and times give the same acts. Not thread-safe: one
 * thread owns it. What it remembers is the replay of its journal, so a new loop on the same journal
 * goes on where the last one ended; it repeats no act, and observes first.
 */
public final class HealingLoop {
  private final LoopSettings settings;
  private final InstantSource clock;
  private final SignalSource signals;
  private final Journal journal;
  private final Memory memory;
  private final Ledger ledger = new Ledger();
  private final Guard guard = new Guard(ledger);
  private final HealthRules health = new HealthRules();
  private final CauseRules causes = new CauseRules();
  private final Treatment treatment;
  private final Releases releases;
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();
  private final Instant startedAt;
  private boolean readable = true;
  private @Nullable Snapshot lastSnapshot;
  private @Nullable String interrupted;
  private StepReport last = StepReport.NOTHING_YET;

  /** Replays the journal and begins the observation window. */
  public HealingLoop(
      LoopSettings settings,
      Collection<Policy> policies,
      InstantSource clock,
      SignalSource signals,
      Actuator actuator,
      Journal journal) {
    this.settings = settings;
    this.clock = clock;
    this.signals = signals;
    this.journal = journal;
    this.memory = new Memory(settings.history());
    configure(policies);
    journal.replay().forEach(this::remember);
    this.startedAt = clock.instant();
    Treatment.Desk desk =
        new Treatment.Desk(
            settings, memory, guard, signals, actuator, this::write, journal::flush, startedAt);
    this.treatment = new Treatment(desk);
    this.releases = new Releases(memory, this::write);
    write(new HealerStarted(startedAt));
    journal.flush();
  }

  /** Replaces the policies. A workload without a policy is only observed. */
  public void configure(Collection<Policy> current) {
    policies.clear();
    current.forEach(policy -> policies.put(policy.target(), policy));
  }

  /**
   * One step. What it decides is durable when it returns, and an act's intent before the act.
   *
   * @throws Journal.JournalUnavailable when the journal cannot be written; no act was done that is
   *     not in it, and nothing more is decided before it can be written again
   */
  public StepReport step() {
    try {
      StepReport report = step(clock.instant());
      interrupted = null;
      return report;
    } catch (Journal.JournalUnavailable without) {
      interrupted = without.getMessage();
      throw without;
    }
  }

  private StepReport step(Instant now) {
    Snapshot snapshot = read();
    if (snapshot == null) {
      return last;
    }
    Assessment assessed = health.assess(snapshot, this::policy, now);
    assessed.restarts().forEach(restart -> count(restart, now));
    List<Diagnosis> diagnoses =
        causes.explain(
            assessed.workloads(), assessed.dependencies(), this::policy, memory::releases);
    assessed.workloads().forEach(workload -> watch(workload, now));
    last = new StepReport(now, assessed.workloads(), assessed.dependencies(), diagnoses);
    if (interrupted != null) {
      journal.flush(); // nothing is decided while what was decided before is not durable
    }
    Set<WorkloadRef> present = new HashSet<>();
    for (int i = 0; i < diagnoses.size(); i++) {
      WorkloadHealth workload = assessed.workloads().get(i);
      present.add(workload.workload());
      attend(workload, diagnoses.get(i), now);
    }
    for (Incident incident : memory.open()) {
      if (!present.contains(incident.workload())) {
        treatment.gone(incident, now);
      }
    }
    journal.flush();
    return last;
  }

  /**
   * A source that fails renews nothing: the last snapshot ages until it is Unknown. Null as long as
   * there never was one: a workload that was not looked for is not gone.
   */
  private @Nullable Snapshot read() {
    try {
      lastSnapshot = signals.read();
      readable = true;
    } catch (RuntimeException unreadable) {
      if (readable) { // said once, and not with every step
        System.getLogger(HealingLoop.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "signals: not readable, the last ones age: " + unreadable);
      }
      readable = false;
    }
    return lastSnapshot;
  }

  private void count(Restart restart, Instant now) {
    for (int i = 0; i < restart.times(); i++) {
      write(
          new PlatformRestarted(
              now,
              restart.instance().workload(),
              restart.instance().name(),
              restart.instance().uid(),
              restart.reason()));
    }
  }

  private void watch(WorkloadHealth workload, Instant now) {
    guard.watch(workload, policy(workload.workload()), now);
    treatment.watch(workload, now);
  }

  private void attend(WorkloadHealth workload, Diagnosis diagnosis, Instant now) {
    Policy policy = policy(workload.workload());
    Optional<Incident> open = memory.openOn(workload.workload());
    if (open.isEmpty() && diagnosis.cause() != Cause.NOTHING_WRONG) {
      open = Optional.of(treatment.open(workload, diagnosis, policy, now));
    }
    if (open.isPresent()) {
      treatment.treat(open.get(), workload, diagnosis, policy, now);
    } else {
      releases.prove(workload, policy, treatment.quietSince(workload.workload()), now);
    }
  }

  private void write(JournalEntry entry) {
    journal.append(entry);
    remember(entry);
  }

  private void remember(JournalEntry entry) {
    if (entry instanceof ActReported report && report.outcome().kind().changedNothing()) {
      memory
          .incident(report.incident())
          .flatMap(Incident::pending)
          .filter(act -> !act.undo())
          .ifPresent(act -> ledger.withdraw(act.remedy().workload()));
    }
    memory.apply(entry);
    switch (entry) {
      case ActIntended act when !act.undo() ->
          ledger.record(act.remedy().workload(), Ledger.Actor.HEALER, act.at());
      case PlatformRestarted restart ->
          ledger.record(restart.workload(), Ledger.Actor.PLATFORM, restart.at());
      default -> {}
    }
  }

  /** The policy that holds for the workload. */
  public Policy policy(WorkloadRef workload) {
    return policies.computeIfAbsent(workload, Policy::observing);
  }

  /**
   * Stops new acts until the pause ends; acts that were begun are still verified and undone.
   *
   * @throws Journal.JournalUnavailable when it is not durable yet; it holds, and is written as soon
   *     as that is possible
   */
  public void pause(Pause pause) {
    write(new Paused(clock.instant(), pause));
    journal.flush();
  }

  /**
   * Ends a pause before its time. Returns false where there is none with this id.
   *
   * @throws Journal.JournalUnavailable as {@link #pause}
   */
  public boolean resume(String pause, String by) {
    boolean known = pauses().stream().anyMatch(p -> p.id().equals(pause));
    if (known) {
      write(new Resumed(clock.instant(), pause, by));
      journal.flush();
    }
    return known;
  }

  /**
   * Allows the planned remedy of an incident. Returns false where nothing awaits approval.
   *
   * @throws Journal.JournalUnavailable as {@link #pause}
   */
  public boolean approve(String incident, String by) {
    Optional<Incident> found = memory.incident(incident).filter(Incident::awaitsApproval);
    found.ifPresent(i -> {
      write(new Approved(clock.instant(), i.id(), by));
      journal.flush();
    });
    return found.isPresent();
  }

  public List<Pause> pauses() {
    return memory.pauses(clock.instant());
  }

  /** Remembered incidents: the closed ones, then the open ones, each oldest first. */
  public List<Incident> incidents() {
    List<Incident> all = new ArrayList<>(memory.closed());
    all.addAll(memory.open());
    return all;
  }

  public StepReport lastStep() {
    return last;
  }

  /** Until when this loop only observes, because it has just started. */
  public Instant observingUntil() {
    return startedAt.plus(settings.observeFirst());
  }

  /** Why it acts on the workload and why not; empty where the last step did not see it. */
  public Optional<Explanation> explain(WorkloadRef workload) {
    for (int i = 0; i < last.workloads().size(); i++) {
      if (last.workloads().get(i).workload().equals(workload)) {
        return Optional.of(
            new Explainer(memory, ledger, guard, treatment, observingUntil(), interrupted)
                .explain(
                    last.workloads().get(i),
                    last.diagnoses().get(i),
                    policy(workload),
                    clock.instant()));
      }
    }
    return Optional.empty();
  }
}
