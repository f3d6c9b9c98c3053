package com.trixtech.selfheal.shield.limit;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.trixtech.selfheal.shield.rejection.LimitReached;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the calls under way to one dependency. Thread-safe; never waits.
 *
 * <p>The limit grows by one with each success while it is needed, and shrinks by a tenth with each
 * call that was dropped or took too long (AIMD): it looks at loss and not at latency alone, as a
 * client must, since it is not alone with the dependency. Each {@link #tryAcquire} that returned
 * true is followed by exactly one of {@link #succeeded}, {@link #dropped}, {@link #ignored}.
 */
public final class AdaptiveLimit {
  private final String name;
  private final Limit limit;
  private final int minimum;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder rejections = new LongAdder();
  private final LimitReached rejection;

  /**
   * @param minimum for rules that do not know one of their own
   */
  AdaptiveLimit(String name, Limit limit, int minimum) {
    this.name = name;
    this.limit = limit;
    this.minimum = minimum;
    rejection = new LimitReached(name, this::limit);
  }

  public String name() {
    return name;
  }

  /** Takes a place, or returns false: the call must not be made. */
  public boolean tryAcquire() {
    return tryAcquire(Priority.CRITICAL);
  }

  boolean tryAcquire(Priority priority) {
    while (true) {
      int now = inFlight.get();
      if (now >= priority.of(limit())) {
        rejections.increment();
        return false;
      }
      if (inFlight.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** What to throw when there is no place; one object for all. */
  public LimitReached rejection() {
    return rejection;
  }

  /**
   * The call was answered.
   *
   * @param took nanoseconds
   */
  public void succeeded(long startedAt, long took) {
    limit.onSample(startedAt, took, inFlight.getAndDecrement(), false);
  }

  /** The call was not answered in time, or the dependency said that it has too much to do. */
  public void dropped(long startedAt, long took) {
    limit.onSample(startedAt, took, inFlight.getAndDecrement(), true);
  }

  /** How the call ended says nothing about the dependency's load. */
  public void ignored() {
    inFlight.getAndDecrement();
  }

  public int limit() {
    return Math.max(minimum, limit.getLimit());
  }

  public int inFlight() {
    return inFlight.get();
  }

  /** Calls for which there was no place, since it was made. */
  public long rejections() {
    return rejections.sum();
  }

  static void check(String name, int minimum, int initial, int maximum, Duration slowerThan) {
    if (minimum < 1 || initial < minimum || maximum < initial) {
      throw new IllegalArgumentException(
          "limit %s, minimum, initial, maximum: %d, %d, %d (expected: 1 or more, each at least the one before)"
              .formatted(name, minimum, initial, maximum));
    }
    if (!slowerThan.isPositive()) {
      throw new IllegalArgumentException(
          "limit " + name + ", slowerThan: " + slowerThan + " (expected: more than PT0S)");
    }
  }

  /** The knobs. Not thread-safe. */
  public static final class Builder {
    private int minimum = 2;
    private int initial = 10;
    private int maximum = 100;
    private Duration slowerThan = Duration.ofSeconds(1);

    /** It never falls below this: some call must find out that the dependency is back. 2. */
    public Builder minimum(int calls) {
      minimum = calls;
      return this;
    }

    /** Where it starts. 10. */
    public Builder initial(int calls) {
      initial = calls;
      return this;
    }

    /** It never grows over this, so that no misreading of it can take every thread. 100. */
    public Builder maximum(int calls) {
      maximum = calls;
      return this;
    }

    /** A call that takes longer counts as dropped. 1 s, and in a shield the time of an attempt. */
    public Builder slowerThan(Duration time) {
      slowerThan = time;
      return this;
    }

    public AdaptiveLimit build(String name) {
      check(name, minimum, initial, maximum, slowerThan);
      return new AdaptiveLimit(
          name,
          AIMDLimit.newBuilder()
              .minLimit(minimum)
              .initialLimit(initial)
              .maxLimit(maximum)
              .backoffRatio(0.9)
              .timeout(slowerThan.toNanos(), TimeUnit.NANOSECONDS)
              .build(),
          minimum);
    }
  }
}
