/**
 * Faults for drills, each with an end.
 *
 * <p>In: an order with a duration. Out: a broken instance or workload, and later one that is not.
 * Each fault is on the disk before it strikes and is removed by a timer of the runtime, a restarted
 * one too, so that no drill that dies leaves damage behind.
 */
@NullMarked
package com.trixtech.selfheal.local.faults;

import org.jspecify.annotations.NullMarked;
