/**
 * The loop's first step on one machine: what the runtime and its probes see, as facts.
 *
 * <p>In: the event loop's state, the proxy's counts, independent checks of dependencies. Out:
 * {@link com.trixtech.selfheal.core.signals.Snapshot}s. Nothing is judged here.
 */
@NullMarked
package com.trixtech.selfheal.local.signals;

import org.jspecify.annotations.NullMarked;
