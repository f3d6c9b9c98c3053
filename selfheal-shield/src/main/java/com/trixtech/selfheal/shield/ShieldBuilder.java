package com.trixtech.selfheal.shield;

import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.BreakerBuilder;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.limit.AdaptiveLimit;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import com.trixtech.selfheal.shield.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The knobs of a {@link Shield}. Only the deadline has no default: a call without an end hangs for
 * ever. Values are checked by {@link #build}: 0 is 0, and is refused where it makes no
 * sense. Not thread-safe.
 */
public final class ShieldBuilder {
  final String name;
  final BreakerBuilder breaker;
  final AdaptiveLimit.Builder limit = new AdaptiveLimit.Builder();
  Optional<Duration> grace = Optional.of(Duration.ofMillis(250));
  Overload overload = Overload.DEFAULT;
  RetryPolicy retry = RetryPolicy.NONE;
  RetryBudget budget = RetryBudget.ofProcess();
  LongSupplier clock = Deadline.CLOCK;
  DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

  private @Nullable Duration deadline;
  private @Nullable Duration attemptTimeout;
  private Consumer<AdaptiveLimit.Builder> limitKnobs = _ -> {};

  ShieldBuilder(String name) {
    this.name = name;
    breaker = Breaker.named(name);
  }

  /** For the whole call, pauses and retries too; a shorter one of the caller's wins. Required. */
  public ShieldBuilder deadline(Duration time) {
    deadline = time;
    return this;
  }

  /** For one attempt. As long as the deadline. */
  public ShieldBuilder attemptTimeout(Duration time) {
    attemptTimeout = time;
    return this;
  }

  /** An attempt that is still running so long after its time is interrupted. 250 ms. */
  public ShieldBuilder interruptAfter(Duration overdue) {
    grace = Optional.of(overdue);
    return this;
  }

  /** No attempt is interrupted: for clients that surely keep {@link Attempt#remaining}. */
  public ShieldBuilder neverInterrupt() {
    grace = Optional.empty();
    return this;
  }

  public ShieldBuilder breaker(Consumer<BreakerBuilder> knobs) {
    knobs.accept(breaker);
    return this;
  }

  public ShieldBuilder limit(Consumer<AdaptiveLimit.Builder> knobs) {
    limitKnobs = limitKnobs.andThen(knobs);
    return this;
  }

  /** No retry unless this is given. */
  public ShieldBuilder retry(Consumer<RetryPolicy.Builder> knobs) {
    var builder = new RetryPolicy.Builder();
    knobs.accept(builder);
    retry = builder.build();
    return this;
  }

  /** The process's one: {@link RetryBudget#ofProcess}. */
  public ShieldBuilder retryBudget(RetryBudget shared) {
    budget = shared;
    return this;
  }

  /** Which Throwables are failures of the dependency; the others are its answers. All. */
  public ShieldBuilder failure(Predicate<Throwable> predicate) {
    breaker.failure(predicate);
    return this;
  }

  /** Which Throwables say nothing about the dependency. Interruptions of the caller. */
  public ShieldBuilder ignored(Predicate<Throwable> predicate) {
    breaker.ignored(predicate);
    return this;
  }

  /** Which results of this type are failures, such as a status of 500 and more. None. */
  public <R> ShieldBuilder failureResult(Class<R> type, Predicate<? super R> predicate) {
    breaker.failureResult(type, predicate);
    return this;
  }

  /** Which Throwables mean that the dependency has too much to do. Time-outs. */
  public ShieldBuilder overload(Predicate<Throwable> predicate) {
    overload = new Overload(predicate, overload.result());
    return this;
  }

  /** Which results of this type mean so, such as a status of 429. None. */
  public <R> ShieldBuilder overloadResult(Class<R> type, Predicate<? super R> predicate) {
    Predicate<@Nullable Object> before = overload.result();
    overload =
        new Overload(
            overload.thrown(),
            v -> (type.isInstance(v) && predicate.test(type.cast(v))) || before.test(v));
    return this;
  }

  /** Monotonic nanoseconds, for all parts. The process's. */
  public ShieldBuilder clock(LongSupplier nanos) {
    clock = nanos;
    breaker.clock(nanos);
    return this;
  }

  /** Numbers from 0 to 1, for the jitter of all parts. Those of the thread. */
  public ShieldBuilder random(DoubleSupplier source) {
    random = source;
    breaker.random(source);
    return this;
  }

  Duration deadline() {
    if (deadline == null) {
      throw refused(
          "deadline", "none", "a time such as PT3S; a call without an end hangs for ever");
    }
    return deadline;
  }

  Duration attemptTimeout() {
    return attemptTimeout == null ? deadline() : attemptTimeout;
  }

  /**
   * @throws IllegalArgumentException if a value makes no sense; says which, and what was expected
   */
  public Shield build() {
    if (!deadline().isPositive() || deadline().compareTo(Duration.ofHours(1)) > 0) {
      throw refused("deadline", deadline(), "more than PT0S, at most PT1H");
    }
    if (!attemptTimeout().isPositive() || attemptTimeout().compareTo(deadline()) > 0) {
      throw refused(
          "attemptTimeout", attemptTimeout(), "more than PT0S, at most the deadline " + deadline());
    }
    if (grace.isPresent() && grace.get().isNegative()) {
      throw refused("interruptAfter", grace.get(), "PT0S or more");
    }
    limit.slowerThan(attemptTimeout());
    limitKnobs.accept(limit);
    breaker.trialLeaseUnlessSet(attemptTimeout().plus(grace.orElse(Duration.ZERO)));
    return new Shield(this);
  }

  private IllegalArgumentException refused(String knob, Object value, String expected) {
    return new IllegalArgumentException(
        "shield %s, %s: %s (expected: %s)".formatted(name, knob, value, expected));
  }
}
