package com.trixtech.selfheal.shield.breaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter that many threads raise at once, and that tells each of them the count of its own
 * stripe: that is what {@link java.util.concurrent.atomic.LongAdder} does not do, and what lets one
 * call in many, and not each, look at the clock. Thread-safe.
 */
final class Stripes {
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

  /** 128 bytes between two stripes: processors fetch cache lines in pairs. */
  private static final int SHIFT = 4;

  private final int mask;
  private final long[] counts;

  Stripes() {
    int processors = Math.min(16, Runtime.getRuntime().availableProcessors());
    int stripes = processors == 1 ? 1 : Integer.highestOneBit(processors - 1) << 1;
    mask = stripes - 1;
    counts = new long[(stripes + 1) << SHIFT];
  }

  /** Adds one. Returns what this thread's stripe had before. */
  long increment() {
    int stripe = ((int) Thread.currentThread().threadId() & mask) + 1;
    return (long) COUNTS.getAndAdd(counts, stripe << SHIFT, 1L);
  }

  long sum() {
    long sum = 0;
    for (int i = 1 << SHIFT; i < counts.length; i += 1 << SHIFT) {
      sum += (long) COUNTS.getAcquire(counts, i);
    }
    return sum;
  }
}
