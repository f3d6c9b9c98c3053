/**
 * Carries a drill out on the running system: safety stops, baseline, fault, watch, undo, verdict.
 *
 * <p>In: a {@link com.trixtech.selfheal.drill.run.DrillRequest}. Out: a {@link
 * com.trixtech.selfheal.drill.evidence.DrillSeries} and its report on disk. The fault is taken back
 * whatever happens: by the drill, by the next drill's owner ({@link
 * com.trixtech.selfheal.drill.run.DrillRunner#clean}), or by the runtime's own timer.
 */
@NullMarked
package com.trixtech.selfheal.drill.run;

import org.jspecify.annotations.NullMarked;
