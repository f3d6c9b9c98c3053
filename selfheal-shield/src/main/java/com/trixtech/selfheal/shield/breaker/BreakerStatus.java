package com.trixtech.selfheal.shield.breaker;

import java.time.Duration;

/**
 * A breaker at one moment, for people and metrics. Immutable.
 *
 * @param state true to the clock: an opening whose time is over is half open, whether or not a call
 *     came
 * @param since time in this state
 * @param consecutive failures of the present run, at most the threshold; 0 unless calls are counted
 * @param calls calls in the period that the guard counts
 * @param failures failed ones among them
 * @param trials trial calls under way
 * @param retryAfter until trial calls are admitted; zero unless open
 */
public record BreakerStatus(
    String name,
    BreakerState state,
    Duration since,
    int consecutive,
    long calls,
    long failures,
    int trials,
    Duration retryAfter) {}
