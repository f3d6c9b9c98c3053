package com.trixtech.selfheal.shield.limit;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.trixtech.selfheal.shield.deadline.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Admits to a server what it can do in time, and turns the rest away at once, with a 503 and {@link
 * #retryAfter}. Thread-safe; never waits, and has no queue: a request that would have to wait is
 * better off with another replica.
 *
 * <pre>{@code
 * Optional<FrontDoor.Entry> entry = door.enter(Priority.NORMAL, deadline);
 * if (entry.isEmpty()) { return 503 with Retry-After; }
 * try (var inside = entry.get()) { ... }
 * }</pre>
 *
 * Do not send health probes and metrics through it: an overloaded process is not a dead one.
 */
public final class FrontDoor {
  private final AdaptiveLimit limit;
  private final LongSupplier clock;

  private FrontDoor(AdaptiveLimit limit, LongSupplier clock) {
    this.limit = limit;
    this.clock = clock;
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * @param deadline when the answer is of no use any more: work whose time is over is not begun
   * @return empty: turn it away
   */
  public Optional<Entry> enter(Priority priority, Optional<Deadline> deadline) {
    if (deadline.isPresent() && deadline.get().passed()) {
      return Optional.empty();
    }
    return limit.tryAcquire(priority) ? Optional.of(new Entry()) : Optional.empty();
  }

  /**
   * For the Retry-After header: 1 to 3 s, random, so that those turned away do not return as one.
   */
  public Duration retryAfter() {
    return Duration.ofSeconds(ThreadLocalRandom.current().nextLong(1, 4));
  }

  public String name() {
    return limit.name();
  }

  /** What decides; for metrics. */
  public AdaptiveLimit limit() {
    return limit;
  }

  /** One request inside. Close it when its answer is sent. Thread-safe. */
  public final class Entry implements AutoCloseable {
    private final long startedAt = clock.getAsLong();
    private final AtomicBoolean left = new AtomicBoolean();

    /** It was not served for want of something, such as a connection: the limit shrinks. */
    public void overloaded() {
      if (left.compareAndSet(false, true)) {
        limit.dropped(startedAt, clock.getAsLong() - startedAt);
      }
    }

    /** It says nothing about how much can be served, such as a bad request. */
    public void ignore() {
      if (left.compareAndSet(false, true)) {
        limit.ignored();
      }
    }

    /** It was served, unless another method was called before. */
    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        limit.succeeded(startedAt, clock.getAsLong() - startedAt);
      }
    }
  }

  /** The knobs. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private int minimum = 4;
    private int initial = 20;
    private int maximum = 200;
    private Optional<Duration> slowerThan = Optional.empty();
    private LongSupplier clock = Deadline.CLOCK;

    Builder(String name) {
      this.name = name;
    }

    /** It never falls below this. 4. */
    public Builder minimum(int requests) {
      minimum = requests;
      return this;
    }

    /** Where it starts. 20. */
    public Builder initial(int requests) {
      initial = requests;
      return this;
    }

    /** It never grows over this: about what memory and pool can bear. 200. */
    public Builder maximum(int requests) {
      maximum = requests;
      return this;
    }

    /**
     * The limit shrinks when a request takes longer than this (AIMD). Without it, it looks for the
     * point where requests begin to wait inside of the server (Vegas).
     */
    public Builder slowerThan(Duration time) {
      slowerThan = Optional.of(time);
      return this;
    }

    /** Monotonic nanoseconds. The process's. */
    public Builder clock(LongSupplier nanos) {
      clock = nanos;
      return this;
    }

    public FrontDoor build() {
      AdaptiveLimit.check(
          name, minimum, initial, maximum, slowerThan.orElse(Duration.ofSeconds(1)));
      var rule =
          slowerThan.isPresent()
              ? AIMDLimit.newBuilder()
                  .minLimit(minimum)
                  .initialLimit(initial)
                  .maxLimit(maximum)
                  .timeout(slowerThan.get().toNanos(), TimeUnit.NANOSECONDS)
                  .build()
              : VegasLimit.newBuilder().initialLimit(initial).maxConcurrency(maximum).build();
      return new FrontDoor(new AdaptiveLimit(name, rule, minimum), clock);
    }
  }
}
