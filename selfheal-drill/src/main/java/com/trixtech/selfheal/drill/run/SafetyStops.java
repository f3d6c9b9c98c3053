package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What must be true before anything is broken on purpose, and whom it hits. */
final class SafetyStops {
  private SafetyStops() {}

  /** Why the drill may not start now; empty: it may. */
  static List<String> reasons(DrilledSystem system, Drill drill) {
    try {
      List<String> reasons = new ArrayList<>(steady(system.status()));
      for (Fault fault : system.faults()) {
        reasons.add(
            "fault: %s on %s is active (expected: none)".formatted(fault.kind(), fault.target()));
      }
      reasons.addAll(target(system.status(), drill.disturbance()));
      if (drill.disturbance() instanceof Disturbance.OnPrimary on
          && system.primary(on.target()).isEmpty()) {
        reasons.add(
            "target: no instance of %s says that it takes the writes (expected: one)"
                .formatted(on.target()));
      }
      return reasons;
    } catch (NoHealerException | ControlException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** What is not as a steady state must be. */
  static List<String> steady(Status status) {
    List<String> reasons = new ArrayList<>();
    if (status.workloads().isEmpty()) {
      reasons.add("workloads: none (expected: a running system)");
    }
    for (WorkloadStatus workload : status.workloads()) {
      if (!workload.settled()) {
        reasons.add(
            "%s: %s, %d of %d ready (expected: Healthy and all ready)"
                .formatted(
                    workload.name(), workload.health(), workload.ready(), workload.replicas()));
      }
    }
    if (status.incidents().open() > 0) {
      reasons.add("incidents: %d open (expected: none)".formatted(status.incidents().open()));
    }
    if (!status.automation().equals("On")) {
      reasons.add(
          "automation: %s (expected: On, or the drill proves nothing)"
              .formatted(status.automation()));
    }
    return reasons;
  }

  /** An empty or partial target is an error: never fewer, never others than were meant. */
  private static List<String> target(Status status, Disturbance disturbance) {
    List<WorkloadStatus> found =
        status.workloads().stream().filter(w -> w.name().equals(disturbance.target())).toList();
    if (found.size() != 1) {
      return List.of(
          "target: %s names %d workloads (expected: 1)"
              .formatted(disturbance.target(), found.size()));
    }
    if (disturbance instanceof Disturbance.OnInstances on
        && found.getFirst().ready() < on.count()) {
      return List.of(
          "target: %d ready instances of %s (expected: >= %d)"
              .formatted(found.getFirst().ready(), on.target(), on.count()));
    }
    return List.of();
  }

  /** Not hit before in this series, then fewest restarts: no back-off colours the result. */
  static List<InstanceStatus> pick(List<InstanceStatus> among, int count, Set<String> hitBefore) {
    return among.stream()
        .filter(InstanceStatus::ready)
        .sorted(
            Comparator.comparing((InstanceStatus i) -> hitBefore.contains(i.uid()))
                .thenComparing(InstanceStatus::restarts)
                .thenComparing(InstanceStatus::name))
        .limit(count)
        .toList();
  }
}
