/**
 * The kubelet's part: instances as real processes, their probes, restarts and ends.
 *
 * <p>In: what one instance should run, and orders to start, restart or end it. Out: a process with
 * an identity (pid and start time), its readiness, and how it ended. A pid alone is never trusted:
 * nothing is signalled whose start time differs from the recorded one. Which instances there should
 * be is not decided here; {@code controllers} does.
 */
@NullMarked
package com.trixtech.selfheal.local.node;

import org.jspecify.annotations.NullMarked;
