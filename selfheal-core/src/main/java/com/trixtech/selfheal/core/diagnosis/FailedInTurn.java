package com.trixtech.selfheal.core.diagnosis;

import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Instances that fail one after the other. What a restart cures for a while is seldom seen in two
 * at the same moment, so each one's last end is asked as well. What ended at one moment, or when
 * instances of other workloads did, was ended by something else. Stateless.
 */
final class FailedInTurn {
  /** As long as what a restart cures may take to come back. */
  private static final Duration LATELY = Duration.ofMinutes(3);

  /** Ends are told in whole seconds. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** A node that goes down takes so long to end what runs on it. */
  private static final Duration NEAR = Duration.ofSeconds(15);

  private FailedInTurn() {}

  /**
   * Those of {@code among} that have failed so by their own fault lately, where they are most of
   * them; else empty.
   *
   * @param workload theirs
   * @param all it and the others
   */
  static List<InstanceHealth> most(
      List<InstanceHealth> among, WorkloadHealth workload, Collection<WorkloadHealth> all) {
    Map<InstanceHealth, Instant> fell = new LinkedHashMap<>();
    for (InstanceHealth instance : among) {
      Instant at = instance.failedAt();
      if (at == null ? instance.symptom() == Symptom.HUNG : !othersFell(at, workload, all)) {
        fell.put(instance, at == null ? instance.since() : at);
      }
    }
    if (fell.isEmpty()) {
      return List.of();
    }
    Instant last = Collections.max(fell.values());
    fell.values().removeIf(at -> at.isBefore(last.minus(LATELY)));
    boolean apart = Collections.min(fell.values()).plus(MOMENT).isBefore(last);
    return apart && fell.size() * 2 > among.size() ? List.copyOf(fell.keySet()) : List.of();
  }

  private static boolean othersFell(
      Instant at, WorkloadHealth workload, Collection<WorkloadHealth> all) {
    return all.stream()
        .filter(other -> !other.workload().equals(workload.workload()))
        .flatMap(other -> other.instances().stream())
        .map(InstanceHealth::failedAt)
        .anyMatch(other -> other != null && Duration.between(other, at).abs().compareTo(NEAR) <= 0);
  }
}
