/**
 * What one step of the loop costs, and whether the loop grows.
 *
 * <p>In: a large, made-up fleet. Out: milliseconds a step (JMH), and the heap after an hour of
 * virtual time. {@code bench/loop/run.sh} runs both.
 */
@NullMarked
package com.trixtech.selfheal.bench.loop;

import org.jspecify.annotations.NullMarked;
