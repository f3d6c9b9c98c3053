package com.trixtech.selfheal.core.model;

import java.time.Duration;

/**
 * Growing, jittered delay. Deterministic: the jitter comes from a seed that the caller derives from
 * what it delays, so that a replay gives the same delay.
 *
 * @param jitter share of the delay by which it is lengthened at most, 0 to 1
 */
public record Backoff(Duration initial, double factor, Duration max, double jitter) {

  public Backoff {
    if (initial.isNegative()
        || max.compareTo(initial) < 0
        || factor < 1
        || jitter < 0
        || jitter > 1) {
      throw new IllegalArgumentException(
          "backoff: initial=%s factor=%s max=%s jitter=%s (expected: 0 <= initial <= max, factor >= 1, 0 <= jitter <= 1)"
              .formatted(initial, factor, max, jitter));
    }
  }

  /** The delay after the {@code attempt}-th act, counted from 1. */
  public Duration after(int attempt, long seed) {
    double millis = initial.toMillis() * Math.pow(factor, Math.max(0, attempt - 1));
    double capped = Math.min(millis, max.toMillis());
    double unit = (mix(seed + attempt) >>> 11) * 0x1.0p-53;
    return Duration.ofMillis((long) (capped * (1 + jitter * unit)));
  }

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads neighbouring seeds. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
