/**
 * The step that turns samples into facts: thresholds, hysteresis, freshness.
 *
 * <p>In: a snapshot. Out: {@link com.trixtech.selfheal.core.model.WorkloadHealth} and {@link
 * com.trixtech.selfheal.core.model.DependencyHealth}. A stale signal is Unknown, one bad sample is
 * nothing, the worst child wins. It never asks why; {@code diagnosis} is next.
 */
@NullMarked
package com.trixtech.selfheal.core.health;

import org.jspecify.annotations.NullMarked;
