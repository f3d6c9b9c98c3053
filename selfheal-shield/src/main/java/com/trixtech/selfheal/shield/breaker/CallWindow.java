package com.trixtech.selfheal.shield.breaker;

import java.util.Arrays;

/**
 * Calls and failures of the last period, in ten buckets; what the guard asks. Thread-safe.
 *
 * <p>Failures are few and are counted at once, with their time. Successes are many: they only raise
 * the breaker's striped counter, and are brought here by the next {@link #observe}. How often that
 * is done follows the traffic: each success while there are few, one of 1024 at most. Successes
 * observed late count as of that moment, never as of an earlier one; each failure observes first.
 */
final class CallWindow {
  private static final int BUCKETS = 10;

  private final long start;
  private final long width;
  private final int longestStride;
  private final long[] calls = new long[BUCKETS];
  private final long[] failures = new long[BUCKETS];
  private long newest;
  private long seen;
  private long observedAt;

  /** Read without a lock by each success; an old value does no harm. */
  private int strideMask;

  record Count(long calls, long failures) {
    static final Count NONE = new Count(0, 0);

    double ratio() {
      return calls == 0 ? 0 : (double) failures / calls;
    }
  }

  /**
   * @param period nanoseconds
   * @param successes what the breaker's counter shows now
   * @param longestStride a power of two; 1 observes each success
   */
  CallWindow(long now, long period, long successes, int longestStride) {
    start = now;
    observedAt = now;
    width = Math.max(1, period / BUCKETS);
    seen = successes;
    this.longestStride = longestStride;
  }

  /** Whether the success that found {@code before} in its stripe should call {@link #succeeded}. */
  boolean due(long before) {
    return (before & strideMask) == 0;
  }

  /** A success that was {@link #due} brings those before it too. */
  synchronized void succeeded(long now, long successes) {
    observe(now, successes - 1);
    seen = Math.max(seen, successes);
    calls[(int) (newest % BUCKETS)]++;
  }

  /**
   * Those not seen yet happened since the last look, and most likely right after it: had they gone
   * on until now, one of them would have looked.
   */
  private void observe(long now, long successes) {
    calls[(int) (newest % BUCKETS)] += Math.max(0, successes - seen);
    seen = Math.max(seen, successes);
    roll(now);
    long gap = now - observedAt;
    observedAt = now;
    if (gap > width >> 2) {
      strideMask = 0;
    } else if (gap < width >> 4 && strideMask + 1 < longestStride) {
      strideMask = (strideMask << 1) | 1;
    }
  }

  /** Counts one failure and says what the period looks like with it. */
  synchronized Count failed(long now, long successes) {
    observe(now, successes);
    int bucket = (int) (newest % BUCKETS);
    calls[bucket]++;
    failures[bucket]++;
    return count();
  }

  synchronized Count count(long now, long successes) {
    observe(now, successes);
    return count();
  }

  private Count count() {
    return new Count(Arrays.stream(calls).sum(), Arrays.stream(failures).sum());
  }

  /** Empties the buckets that have become too old. A late reader of the clock counts as now. */
  private void roll(long now) {
    long epoch = Math.max(newest, (now - start) / width);
    long steps = Math.min(BUCKETS, epoch - newest);
    for (long i = 0; i < steps; i++) {
      int stale = (int) ((epoch - i) % BUCKETS);
      calls[stale] = 0;
      failures[stale] = 0;
    }
    newest = epoch;
  }
}
