package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a cluster's watches make of the truth. Each kind of objects has a watch of its own, which
 * can lag behind the others; all that they told seems as young as the last heartbeat. Not
 * thread-safe.
 */
final class Watches {
  private static final int LAGS_ONCE_IN = 25;
  private final Timing timing;
  private long workloadsLagUntil;
  private long instancesLagUntil;
  private long budgetsLagUntil;
  private Instant seen = Instant.MIN;
  private long now;

  Watches(Timing timing) {
    this.timing = timing;
  }

  /** Another look, at all workloads. */
  void look(Instant at) {
    now = at.toEpochMilli();
    seen = at.truncatedTo(ChronoUnit.SECONDS);
    workloadsLagUntil = lag(workloadsLagUntil);
    instancesLagUntil = lag(instancesLagUntil);
    budgetsLagUntil = lag(budgetsLagUntil);
  }

  private long lag(long until) {
    boolean begins = until <= now && timing.chance().nextInt(LAGS_ONCE_IN) == 0;
    return begins ? now + timing.of(Delay.WATCH) : until;
  }

  /** What is told, where {@code before} was told last. */
  WorkloadFacts told(WorkloadFacts truth, WorkloadFacts before) {
    WorkloadFacts workload = workloadsLagUntil > now ? before : truth;
    WorkloadFacts of = instancesLagUntil > now ? before : truth;
    List<InstanceFact> instances =
        of.instances().stream().map(i -> i.at().equals(of.at()) ? at(seen, i) : i).toList();
    return new WorkloadFacts(
        seen,
        truth.workload(),
        workload.desired(),
        workload.current(),
        workload.revisions(),
        instances.stream().anyMatch(i -> !i.revision().equals(workload.current())),
        workload.changedAt(),
        (budgetsLagUntil > now ? before : truth).disruptionsAllowed(),
        workload.restartsHeldUntil(),
        workload.operator(),
        instances);
  }

  private static InstanceFact at(Instant at, InstanceFact i) {
    return new InstanceFact(
        at,
        i.instance(),
        i.createdAt(),
        i.revision(),
        i.phase(),
        i.phaseSince(),
        i.ready(),
        i.livenessFailures(),
        i.readinessFailures(),
        i.restarts(),
        i.lastExit(),
        i.nextStart(),
        i.traffic(),
        i.detail());
  }
}
