package com.trixtech.selfheal.proxy;

/**
 * How many retries a service may add to its load: a share of the requests of the last ten seconds,
 * and a few per second anyway. Without it, retries multiply the load of a service that fails
 * because of load. Confined to its event loop; time comes in as {@code System.nanoTime}
 * nanoseconds.
 */
final class RetryBudget {

  static final int WINDOW_SECONDS = 10;

  private final int percent;
  private final int minPerSecond;
  private final int[] requests = new int[WINDOW_SECONDS];
  private final int[] retries = new int[WINDOW_SECONDS];
  private long second = Long.MIN_VALUE;

  RetryBudget(int percent, int minPerSecond) {
    this.percent = percent;
    this.minPerSecond = minPerSecond;
  }

  void request(long nanos) {
    requests[slot(nanos)]++;
  }

  /** Takes one retry out of the budget if it has one. */
  boolean tryTake(long nanos) {
    int slot = slot(nanos);
    long asked = 0;
    long taken = 0;
    for (int i = 0; i < WINDOW_SECONDS; i++) {
      asked += requests[i];
      taken += retries[i];
    }
    if (taken * 100 >= asked * percent + 100L * minPerSecond * WINDOW_SECONDS) {
      return false;
    }
    retries[slot]++;
    return true;
  }

  private int slot(long nanos) {
    long now = Math.floorDiv(nanos, 1_000_000_000L);
    if (now != second) {
      long first =
          second == Long.MIN_VALUE || now - second > WINDOW_SECONDS
              ? now - WINDOW_SECONDS + 1
              : second + 1;
      for (long s = first; s <= now; s++) {
        int stale = (int) Math.floorMod(s, (long) WINDOW_SECONDS);
        requests[stale] = 0;
        retries[stale] = 0;
      }
      second = now;
    }
    return (int) Math.floorMod(now, (long) WINDOW_SECONDS);
  }
}
