/**
 * The loop's first step on a cluster: what the API server tells of workloads, pods, budgets and
 * nodes, and what the operator's own checks of dependencies find.
 *
 * <p>In: watches over trimmed objects. Out: {@link com.trixtech.selfheal.core.signals.Snapshot}s,
 * each fact with the time at which the platform is known to have stood behind it. Nothing is judged
 * here.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.signals;

import org.jspecify.annotations.NullMarked;
