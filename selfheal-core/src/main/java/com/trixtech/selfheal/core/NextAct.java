package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Circumstances;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.Skipped;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.plan.Plan;
import com.trixtech.selfheal.core.plan.Planner;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Plans the next remedy of an incident, has it judged, and does it. Not thread-safe. */
final class NextAct {
  private final Treatment.Desk desk;
  private final Execution execution;
  private final Planner planner;

  NextAct(Treatment.Desk desk, Execution execution) {
    this.desk = desk;
    this.execution = execution;
    this.planner = new Planner(desk.actuator().restartsInPlace());
  }

  void advance(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Plan plan = plan(incident, workload, diagnosis, policy, now);
    Remedy remedy = plan.remedy();
    if (!planned(incident, plan)) {
      plan.skipped().forEach(s -> write(new Skipped(now, incident.id(), s.rung(), s.why())));
      write(new Planned(now, incident.id(), plan.rung(), remedy, plan.expected()));
    }
    if (remedy instanceof Remedy.Escalate escalate) {
      write(new Escalated(now, incident.id(), escalate.reason()));
    } else if (remedy.kind().mutates()) {
      Verdict verdict = judge(incident, plan, workload, policy, now);
      verdict = verdict.admitted() ? execution.readAgain(diagnosis, plan, verdict) : verdict;
      judged(incident, remedy, verdict, policy, now);
    }
  }

  /** Whether something could be done at once, if the present remedy were given up. */
  boolean admitted(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Plan plan = plan(incident, workload, diagnosis, policy, now);
    return plan.remedy().kind().mutates()
        && judge(incident, plan, workload, policy, now).admitted();
  }

  private Plan plan(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    return planner.plan(
        diagnosis,
        workload,
        policy,
        desk.memory().releases(workload.workload()),
        incident.course(),
        now);
  }

  private Verdict judge(
      Incident incident, Plan plan, WorkloadHealth workload, Policy policy, Instant now) {
    return desk.guard().judge(plan, workload, policy, circumstances(incident, workload, now), now);
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
      // Of one that was intended and not reported it is not known yet whether it was done.
      boolean inFlight =
          (other.stage() == Stage.PROVING || other.stage() == Stage.ACTING)
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
      case RESTART, RESTART_ROLL_OUT, REPLACE, ROLL_BACK -> true;
      case AWAIT_PLATFORM, HOLD_RESTARTS, EJECT, ESCALATE -> false;
    };
  }

  private void write(JournalEntry entry) {
    desk.write().accept(entry);
  }
}
