package com.trixtech.selfheal.sim;

/**
 * The truth of the world about an act's workload, in the moment before the act.
 *
 * @param desired instances asked for
 * @param othersServing instances but the target that are ready, where the platform's word is
 *     watched and may be late, else that the healer was told are ready, and that no order of the
 *     healer keeps out of rotation
 * @param targetServes whether the target was ready in truth and in rotation
 * @param disruptionsAllowed of the disruption budget; -1 where there is none
 * @param touched whether anything was ever really wrong with the workload or with what it needs
 * @param dependencyDown whether a hard dependency does not serve in truth
 * @param target for a roll-back: what it goes back to; null otherwise
 */
record Sight(
    int desired,
    int othersServing,
    boolean targetServes,
    int disruptionsAllowed,
    boolean touched,
    boolean dependencyDown,
    @org.jspecify.annotations.Nullable Goal target) {

  /** A revision to go back to, as it is now. */
  record Goal(String configuration, boolean mutableImage) {}
}
