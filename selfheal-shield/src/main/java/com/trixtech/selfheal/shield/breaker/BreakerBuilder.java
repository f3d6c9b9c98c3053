package com.trixtech.selfheal.shield.breaker;

import com.trixtech.selfheal.shield.deadline.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The knobs of a {@link Breaker}, with defaults for a dependency that is asked several times a
 * second. Not thread-safe.
 */
public final class BreakerBuilder {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  final String name;
  final List<Consumer<BreakerEvent>> listeners = new ArrayList<>();
  LongSupplier clock = Deadline.CLOCK;
  DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  int longestStride = 1024;

  private Verdicts verdicts = Verdicts.DEFAULT;
  private int failureThreshold = 3;
  private Duration monitoringPeriod = Duration.ofSeconds(10);
  private double failureRatio = 0.5;
  private int minimumCalls = 10;
  private Duration recoveryTimeout = Duration.ofSeconds(2);
  private @Nullable Duration longestRecoveryTimeout;
  private double jitter = 0.2;
  private int successThreshold = 3;
  private @Nullable Integer trials;
  private @Nullable Duration trialLease;

  BreakerBuilder(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("breaker, name: '" + name + "' (expected: not blank)");
    }
    this.name = name;
  }

  /** Consecutive failures, all within the monitoring period, that open it (with the guard). 3. */
  public BreakerBuilder failureThreshold(int consecutive) {
    failureThreshold = consecutive;
    return this;
  }

  /** Older results do not count. 10 s. */
  public BreakerBuilder monitoringPeriod(Duration period) {
    monitoringPeriod = period;
    return this;
  }

  /** Guard: share of the period's calls that must have failed, over 0, at most 1. 0.5. */
  public BreakerBuilder failureRatio(double least) {
    failureRatio = least;
    return this;
  }

  /** Guard: calls in the period under which it does not open. 10. */
  public BreakerBuilder minimumCalls(int least) {
    minimumCalls = least;
    return this;
  }

  /**
   * Without the guard: the run of failures alone opens. For a dependency that is asked less than
   * about once in a second; at 100 calls a second 20 % of random errors would keep it open.
   */
  public BreakerBuilder consecutiveOnly() {
    minimumCalls = 1;
    failureRatio = Double.MIN_VALUE;
    return this;
  }

  /** How long the first opening rejects everything. 2 s. */
  public BreakerBuilder recoveryTimeout(Duration time) {
    recoveryTimeout = time;
    return this;
  }

  /**
   * The recovery time-out doubles with each opening in a row, up to this. 5 s, or recoveryTimeout
   * where that is longer. Trials are few and cost little; a longer time mostly delays the recovery:
   * with 30 s a dependency that had hung for a minute was used again 17 s late, with 5 s it was 5 s
   * late.
   */
  public BreakerBuilder longestRecoveryTimeout(Duration time) {
    longestRecoveryTimeout = time;
    return this;
  }

  /** Share by which an opening is longer or shorter, so that replicas do not march in step. 0.2. */
  public BreakerBuilder jitter(double share) {
    jitter = share;
    return this;
  }

  /** Successful trial calls that close it. 3. */
  public BreakerBuilder successThreshold(int trials) {
    successThreshold = trials;
    return this;
  }

  /** Trial calls at once, and never more than are still needed. As many as successThreshold. */
  public BreakerBuilder trials(int atOnce) {
    trials = atOnce;
    return this;
  }

  /**
   * After this a trial that did not answer gives its place back, and its result no longer counts.
   * The longest time that a call may take; 10 s, and in a shield the time-out of an attempt and
   * what may pass until it is interrupted.
   */
  public BreakerBuilder trialLease(Duration time) {
    trialLease = time;
    return this;
  }

  /** The lease of a trial where none was set. */
  public BreakerBuilder trialLeaseUnlessSet(Duration time) {
    if (trialLease == null) {
      trialLease = time;
    }
    return this;
  }

  /** Which Throwables are failures of the dependency. All, Errors too. */
  public BreakerBuilder failure(Predicate<Throwable> predicate) {
    verdicts = verdicts.withFailure(predicate);
    return this;
  }

  /** Which Throwables say nothing about the dependency. Interruptions. */
  public BreakerBuilder ignored(Predicate<Throwable> predicate) {
    verdicts = verdicts.withIgnored(predicate);
    return this;
  }

  /** Which results of this type are failures, such as an answer with status 503. None. */
  public <R> BreakerBuilder failureResult(Class<R> type, Predicate<? super R> predicate) {
    verdicts = verdicts.withFailureResult(type, predicate);
    return this;
  }

  /** Hears of every change of state. */
  public BreakerBuilder listen(Consumer<BreakerEvent> listener) {
    listeners.add(listener);
    return this;
  }

  /** Monotonic nanoseconds. The process's. */
  public BreakerBuilder clock(LongSupplier nanos) {
    clock = nanos;
    return this;
  }

  /** Numbers from 0 to 1 for the jitter. Those of the thread. */
  public BreakerBuilder random(DoubleSupplier source) {
    random = source;
    return this;
  }

  /** Every success looks at the clock: for tests that compare the guard's count with a model. */
  BreakerBuilder observingEachSuccess() {
    longestStride = 1;
    return this;
  }

  /** The predicates as they are now. */
  public Verdicts verdicts() {
    return verdicts;
  }

  BreakerSettings settings() {
    return new BreakerSettings(
        failureThreshold,
        monitoringPeriod,
        failureRatio,
        minimumCalls,
        recoveryTimeout,
        longestRecoveryTimeout == null ? longest() : longestRecoveryTimeout,
        jitter,
        successThreshold,
        trials == null ? successThreshold : trials,
        trialLease == null ? Duration.ofSeconds(10) : trialLease);
  }

  private Duration longest() {
    return recoveryTimeout.compareTo(LONGEST) > 0 ? recoveryTimeout : LONGEST;
  }

  /**
   * @throws IllegalArgumentException if a value makes no sense; says which, and what was expected
   */
  public Breaker build() {
    return new Breaker(this);
  }
}
