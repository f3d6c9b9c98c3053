/**
 * The first step: facts about instances, workloads, dependencies and traffic, each with its own
 * time.
 *
 * <p>In: what a runtime sees, through {@link com.trixtech.selfheal.core.signals.SignalSource}. Out:
 * a {@link com.trixtech.selfheal.core.signals.Snapshot} of what is true now. It never judges;
 * {@code health} is next.
 */
@NullMarked
package com.trixtech.selfheal.core.signals;

import org.jspecify.annotations.NullMarked;
