package com.trixtech.selfheal.core.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workload is: the worst of its instances and of its availability.
 *
 * @param instances all that are not being stopped
 * @param current template hash of the revision that the platform is set to
 * @param heldUntil until when the platform holds restarts; null when it does not
 * @param operator another controller that owns the workload and would undo our change; null when
 *     none is known
 * @param alerts that fire about it now; they are evidence, and no part of {@code health}
 */
public record WorkloadHealth(
    WorkloadRef workload,
    Health health,
    Availability availability,
    List<InstanceHealth> instances,
    String current,
    List<Revision> revisions,
    boolean rolling,
    Instant changedAt,
    @Nullable Instant heldUntil,
    @Nullable String operator,
    List<Alert> alerts) {

  /** How many were ready and are not, for less than the threshold. */
  public int doubtful() {
    return (int) instances.stream().filter(InstanceHealth::doubtful).count();
  }

  /** Instances with a fresh, bad signal, worst first. */
  public List<InstanceHealth> ailing() {
    return instances.stream()
        .filter(i -> i.symptom().ails() && i.symptom() != Symptom.SIGNAL_LOST)
        .sorted(
            java.util.Comparator.comparing(InstanceHealth::symptom)
                .reversed()
                .thenComparing(i -> i.instance().name()))
        .toList();
  }

  /** Whether everything asked for is there and well. */
  public boolean well() {
    return health == Health.HEALTHY && !rolling;
  }
}
