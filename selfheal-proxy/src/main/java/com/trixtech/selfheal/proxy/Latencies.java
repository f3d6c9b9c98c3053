package com.trixtech.selfheal.proxy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took: quantiles over the last ten to twenty seconds, and ever-growing counts for
 * readers with windows of their own, in fixed memory. The buckets grow by 1/16 each, so a quantile
 * is at most 7 % too high. Confined to its event loop; times in nanoseconds.
 */
final class Latencies {

  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final int STEPS = 16;
  private static final int BUCKETS = 32 * STEPS; // microseconds up to half an hour

  private int[] current = new int[BUCKETS];
  private int[] last = new int[BUCKETS];
  private long windowEnd;
  private boolean started;
  private final long[] all = new long[BUCKETS];

  void record(long nanos, long now) {
    turn(now);
    int bucket = bucket(nanos / 1000);
    current[bucket]++;
    all[bucket]++;
  }

  /** How many there were ever, by the upper bound of their bucket in microseconds, ascending. */
  Map<Long, Long> totals() {
    Map<Long, Long> totals = new LinkedHashMap<>();
    for (int i = 0; i < BUCKETS; i++) {
      if (all[i] > 0) {
        totals.put(upperMicros(i), all[i]);
      }
    }
    return totals;
  }

  /** The quantile in milliseconds, or null when nothing was recorded lately. */
  @Nullable Double quantileMs(double quantile, long now) {
    turn(now);
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += current[i] + last[i];
    }
    long rank = (long) Math.ceil(total * quantile);
    long seen = 0;
    for (int i = 0; i < BUCKETS && total > 0; i++) {
      seen += current[i] + last[i];
      if (seen >= rank) {
        return upperMicros(i) / 1000.0;
      }
    }
    return null;
  }

  private void turn(long now) {
    if (!started || now - windowEnd > WINDOW_NANOS) {
      Arrays.fill(current, 0);
      Arrays.fill(last, 0);
      windowEnd = now + WINDOW_NANOS;
      started = true;
    } else if (now - windowEnd >= 0) {
      int[] oldest = last;
      last = current;
      current = oldest;
      Arrays.fill(current, 0);
      windowEnd += WINDOW_NANOS;
    }
  }

  private static int bucket(long micros) {
    if (micros < STEPS) {
      return (int) Math.max(0, micros);
    }
    int exponent = 63 - Long.numberOfLeadingZeros(micros); // at least 4
    int step = (int) (micros >>> (exponent - 4)) - STEPS;
    return Math.min(BUCKETS - 1, (exponent - 3) * STEPS + step);
  }

  private static long upperMicros(int bucket) {
    if (bucket < STEPS) {
      return bucket + 1L;
    }
    int exponent = bucket / STEPS + 3;
    return (long) (bucket % STEPS + STEPS + 1) << (exponent - 4);
  }
}
