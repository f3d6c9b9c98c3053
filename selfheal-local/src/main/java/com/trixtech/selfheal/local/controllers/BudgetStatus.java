package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * A PodDisruptionBudget's arithmetic, as the disruption controller and the Eviction API do it: both
 * fields round up. Immutable.
 *
 * @param expectedPods instances that count as the whole
 * @param currentHealthy ready ones
 * @param desiredHealthy those that must stay
 * @param alwaysAllow whether instances that are not ready may go whatever the numbers say
 */
public record BudgetStatus(
    String name, int expectedPods, int currentHealthy, int desiredHealthy, boolean alwaysAllow) {

  /**
   * Computes the status.
   *
   * @param matching instances that the selector chooses, ready or not
   * @param expected replicas of the workloads that own them
   * @param healthy ready ones among {@code matching} that are not terminating
   */
  static BudgetStatus of(PodDisruptionBudget budget, int matching, int expected, int healthy) {
    var spec = budget.getSpec();
    int pods;
    int needed;
    if (spec.getMaxUnavailable() != null) {
      pods = expected;
      needed = Math.max(0, expected - IntOrPercent.of(spec.getMaxUnavailable()).roundUp(expected));
    } else if (spec.getMinAvailable() != null) {
      IntOrPercent min = IntOrPercent.of(spec.getMinAvailable());
      pods = min.percent() ? expected : matching;
      needed = min.roundUp(expected);
    } else {
      pods = matching;
      needed = 1;
    }
    return new BudgetStatus(
        budget.getMetadata().getName(),
        pods,
        healthy,
        needed,
        "AlwaysAllow".equals(spec.getUnhealthyPodEvictionPolicy()));
  }

  /** How many ready instances may be disrupted now. */
  public int disruptionsAllowed() {
    return expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  }

  /** Whether one instance may be evicted now. */
  boolean allows(boolean ready) {
    boolean idle =
        !ready && (alwaysAllow || (currentHealthy >= desiredHealthy && desiredHealthy > 0));
    return idle || disruptionsAllowed() > 0;
  }
}
