package com.trixtech.selfheal.core.health;

import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns snapshots into health. Remembers, for each instance and dependency, the run of samples that
 * its thresholds need; an instance that left the snapshot is forgotten. Not thread-safe.
 */
public final class HealthRules {
  private final Map<String, InstanceTracker> instances = new HashMap<>();
  private final Map<String, DependencyTracker> dependencies = new HashMap<>();
  private long round;

  /** A restart that the platform did by itself since the last snapshot. */
  public record Restart(InstanceRef instance, String reason, int times) {}

  /** What one snapshot amounts to. */
  public record Assessment(
      List<WorkloadHealth> workloads,
      List<DependencyHealth> dependencies,
      List<Restart> restarts) {}

  /** Assesses one snapshot. {@code policies} gives a policy for every workload. */
  public Assessment assess(Snapshot snapshot, Function<WorkloadRef, Policy> policies, Instant now) {
    round++;
    int seen = 0;
    List<WorkloadHealth> workloads = new ArrayList<>(snapshot.workloads().size());
    List<Restart> restarts = new ArrayList<>();
    Map<WorkloadRef, List<Alert>> firing =
        snapshot.alerts().stream().collect(Collectors.groupingBy(Alert::workload));
    for (WorkloadFacts facts : snapshot.workloads()) {
      List<Alert> alerts = firing.getOrDefault(facts.workload(), List.of());
      workloads.add(assess(facts, alerts, policies.apply(facts.workload()), restarts, now));
      seen += facts.instances().size();
    }
    if (instances.size() > seen) {
      instances.values().removeIf(tracker -> tracker.seenIn != round);
    }
    return new Assessment(workloads, assessDependencies(snapshot, policies, now), restarts);
  }

  private WorkloadHealth assess(
      WorkloadFacts facts, List<Alert> alerts, Policy policy, List<Restart> restarts, Instant now) {
    List<InstanceHealth> healths = new ArrayList<>(facts.instances().size());
    Health worst = Health.HEALTHY;
    int ready = 0;
    int unknown = 0;
    int restarting = 0;
    for (InstanceFact fact : facts.instances()) {
      InstanceTracker tracker =
          instances.computeIfAbsent(fact.instance().uid(), uid -> new InstanceTracker(now));
      tracker.seenIn = round;
      int times = tracker.newRestarts(fact, policy, now);
      if (times > 0) {
        String reason = fact.lastExit() == null ? "unknown" : fact.lastExit().reason().name();
        restarts.add(new Restart(fact.instance(), reason, times));
      }
      InstanceHealth health = tracker.update(fact, policy, now);
      if (health.symptom() == Symptom.TERMINATING) {
        continue;
      }
      healths.add(health);
      worst = worst.worst(health.health());
      ready += health.ready() ? 1 : 0;
      unknown += health.symptom() == Symptom.SIGNAL_LOST ? 1 : 0;
      restarting += health.health() == Health.FAILED && health.symptom().definitive() ? 1 : 0;
    }
    boolean stale = facts.at().plus(policy.detection().freshness()).isBefore(now);
    Health serving =
        stale
            ? Health.UNKNOWN
            : ready >= facts.desired()
                ? Health.HEALTHY
                : ready == 0 ? Health.FAILED : Health.DEGRADED;
    return new WorkloadHealth(
        facts.workload(),
        unknown > 0 && ready + unknown >= facts.desired() ? worst : worst.worst(serving),
        new Availability(facts.desired(), ready, restarting, unknown, facts.disruptionsAllowed()),
        healths,
        facts.current(),
        facts.revisions(),
        facts.rolling(),
        facts.changedAt(),
        facts.restartsHeldUntil(),
        facts.operator(),
        alerts);
  }

  private List<DependencyHealth> assessDependencies(
      Snapshot snapshot, Function<WorkloadRef, Policy> policies, Instant now) {
    List<DependencyHealth> result = new ArrayList<>();
    for (DependencyFact fact : snapshot.dependencies()) {
      Policy policy = policies.apply(fact.dependent());
      Dependency declared = declared(policy, fact.dependency());
      if (declared != null) {
        DependencyTracker tracker =
            dependencies.computeIfAbsent(
                fact.dependent() + " -> " + fact.dependency(), key -> new DependencyTracker());
        tracker.seenIn = round;
        result.add(
            new DependencyHealth(
                fact.dependent(), declared, tracker.update(fact, policy, now), fact.detail()));
      }
    }
    if (dependencies.size() > result.size()) {
      dependencies.values().removeIf(tracker -> tracker.seenIn != round);
    }
    return result;
  }

  private static @Nullable Dependency declared(Policy policy, String name) {
    for (Dependency dependency : policy.dependsOn()) {
      if (dependency.name().equals(name)) {
        return dependency;
      }
    }
    return null;
  }

  /** The run of samples of one dependency. */
  private static final class DependencyTracker {
    private Instant lastSample = Instant.MIN;
    private int bad;
    private int good;
    private Health confirmed = Health.UNKNOWN;
    private long seenIn;

    Health update(DependencyFact fact, Policy policy, Instant now) {
      if (fact.at().plus(policy.detection().freshness()).isBefore(now)) {
        return Health.UNKNOWN;
      }
      if (fact.at().isAfter(lastSample)) {
        lastSample = fact.at();
        bad = fact.reachable() ? 0 : bad + 1;
        good = fact.reachable() ? good + 1 : 0;
        if (bad >= policy.detection().failureThreshold()) {
          confirmed = Health.FAILED;
        } else if (good >= policy.detection().successThreshold()
            || (good > 0 && confirmed == Health.UNKNOWN)) {
          confirmed = Health.HEALTHY;
        }
      }
      return confirmed;
    }
  }
}
