package com.trixtech.selfheal.shield.retry;

import com.trixtech.selfheal.shield.deadline.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many retries are allowed: a share of the first attempts of the last seconds, and a small
 * reserve for quiet times. Thread-safe.
 *
 * <p>Without it, retries multiply the load on a dependency just when it has too much, and keep it
 * down after the cause is gone. One budget serves all calls of a process: {@link #ofProcess}. First
 * attempts are never refused.
 */
public final class RetryBudget {
  private static final int BUCKETS = 10;
  private static final RetryBudget PROCESS =
      new RetryBudget(0.2, 10, Duration.ofSeconds(10), Deadline.CLOCK);

  private final double ratio;
  private final int reserve;
  private final LongSupplier clock;
  private final long start;
  private final long width;
  private final long[] firsts = new long[BUCKETS];
  private final long[] retries = new long[BUCKETS];
  private long newest;
  private long refused;
  private long allowed;

  private RetryBudget(double ratio, int reserve, Duration window, LongSupplier clock) {
    this.ratio = ratio;
    this.reserve = reserve;
    this.clock = clock;
    start = clock.getAsLong();
    width = Math.max(1, window.toNanos() / BUCKETS);
  }

  /** The one that shields use unless they are told otherwise: 20 %, and 10 in 10 s. */
  public static RetryBudget ofProcess() {
    return PROCESS;
  }

  /**
   * @param ratio retries for each first attempt in the window, 0 to 1; 0.2 is the most that kept
   *     the simulated system stable
   * @param reserve retries in the window that are allowed whatever the traffic; 0 or more
   * @param window how long an attempt counts
   */
  public static RetryBudget of(double ratio, int reserve, Duration window) {
    return of(ratio, reserve, window, Deadline.CLOCK);
  }

  /**
   * @param clock monotonic nanoseconds
   */
  public static RetryBudget of(double ratio, int reserve, Duration window, LongSupplier clock) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "retry budget, ratio: " + ratio + " (expected: 0 to 1, such as 0.2)");
    }
    if (reserve < 0) {
      throw new IllegalArgumentException(
          "retry budget, reserve: " + reserve + " (expected: 0 or more)");
    }
    if (!window.isPositive() || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "retry budget, window: " + window + " (expected: more than PT0S, at most PT1H)");
    }
    return new RetryBudget(ratio, reserve, window, clock);
  }

  /** A first attempt is made. */
  public synchronized void first() {
    firsts[roll()]++;
  }

  /** Takes one retry from the budget; false: it must not be made. */
  public synchronized boolean tryRetry() {
    int bucket = roll();
    if (sum(retries) + 1 > reserve + ratio * sum(firsts)) {
      refused++;
      return false;
    }
    retries[bucket]++;
    allowed++;
    return true;
  }

  /** Retries that would be allowed now. */
  public synchronized long left() {
    roll();
    return Math.max(0, (long) Math.floor(reserve + ratio * sum(firsts)) - sum(retries));
  }

  /** Retries that were allowed, since it was made. */
  public synchronized long allowed() {
    return allowed;
  }

  /** Retries that were refused, since it was made. */
  public synchronized long refused() {
    return refused;
  }

  private int roll() {
    long epoch = Math.max(newest, (clock.getAsLong() - start) / width);
    long steps = Math.min(BUCKETS, epoch - newest);
    for (long i = 0; i < steps; i++) {
      int stale = (int) ((epoch - i) % BUCKETS);
      firsts[stale] = 0;
      retries[stale] = 0;
    }
    newest = epoch;
    return (int) (epoch % BUCKETS);
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
