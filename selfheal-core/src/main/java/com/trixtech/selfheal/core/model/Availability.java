package com.trixtech.selfheal.core.model;

/**
 * How much of a workload serves now; what a budget is held against.
 *
 * @param desired instances that the manifest asks for
 * @param ready instances that are ready by a fresh signal
 * @param restarting instances that the platform is starting again
 * @param unknown instances without a fresh signal
 * @param disruptionsAllowed what the PodDisruptionBudget still allows; {@code -1} where there is no
 *     budget
 */
public record Availability(
    int desired, int ready, int restarting, int unknown, int disruptionsAllowed) {

  /** Instances that are missing from full strength. */
  public int unavailable() {
    return Math.max(0, desired - ready);
  }
}
