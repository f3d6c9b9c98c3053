package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.ShieldBuilder;
import com.trixtech.selfheal.shield.breaker.BreakerBuilder;
import com.trixtech.selfheal.shield.breaker.BreakerMode;
import com.trixtech.selfheal.shield.limit.AdaptiveLimit;
import com.trixtech.selfheal.shield.retry.RetryPolicy;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One shield. Immutable. Only the deadline must be said.
 *
 * @param deadline for the whole call, pauses and retries too; required, since a call without an end
 *     hangs for ever
 * @param attemptTimeout for one attempt (default: the deadline)
 * @param interruptAfter an attempt that runs for so long after its time is interrupted (default:
 *     250ms)
 * @param breaker stops asking what keeps failing
 * @param retry attempts after the first; none unless attempts are said
 * @param limit bounds the calls under way at once
 */
public record CallProperties(
    @Nullable Duration deadline,
    @Nullable Duration attemptTimeout,
    @Nullable Duration interruptAfter,
    @DefaultValue BreakerProperties breaker,
    @Nullable RetryProperties retry,
    @DefaultValue LimitProperties limit) {

  /**
   * Stops asking what keeps failing.
   *
   * @param failureThreshold consecutive failures within the monitoring period that open it, with
   *     the guard of failure-ratio and minimum-calls (default: 3)
   * @param monitoringPeriod older results do not count (default: 10s)
   * @param failureRatio share of the period's calls that must have failed, over 0, at most 1
   *     (default: 0.5)
   * @param minimumCalls calls in the period under which it does not open (default: 10)
   * @param recoveryTimeout how long the first opening rejects everything (default: 2s)
   * @param longestRecoveryTimeout what the doubling of the recovery time-out comes to at most
   *     (default: 5s, or the recovery time-out where that is longer)
   * @param jitter share by which an opening is longer or shorter, 0 to 0.5 (default: 0.2)
   * @param successThreshold successful trial calls that close it (default: 3)
   * @param trials trial calls at once (default: the success threshold)
   * @param trialLease after this a trial that did not answer gives its place back (default: the
   *     attempt time-out and interrupt-after)
   * @param mode automatic, metrics-only (counts and announces, admits everything), forced-open or
   *     forced-closed (default: automatic)
   */
  public record BreakerProperties(
      @Nullable Integer failureThreshold,
      @Nullable Duration monitoringPeriod,
      @Nullable Double failureRatio,
      @Nullable Integer minimumCalls,
      @Nullable Duration recoveryTimeout,
      @Nullable Duration longestRecoveryTimeout,
      @Nullable Double jitter,
      @Nullable Integer successThreshold,
      @Nullable Integer trials,
      @Nullable Duration trialLease,
      @Nullable BreakerMode mode) {

    void applyTo(BreakerBuilder builder) {
      set(failureThreshold, builder::failureThreshold);
      set(monitoringPeriod, builder::monitoringPeriod);
      set(failureRatio, builder::failureRatio);
      set(minimumCalls, builder::minimumCalls);
      set(recoveryTimeout, builder::recoveryTimeout);
      set(longestRecoveryTimeout, builder::longestRecoveryTimeout);
      set(jitter, builder::jitter);
      set(successThreshold, builder::successThreshold);
      set(trials, builder::trials);
      set(trialLease, builder::trialLease);
    }
  }

  /**
   * Attempts after the first.
   *
   * @param attempts attempts in all, 1 to 10 (default: 3)
   * @param backoff bound of the first pause, doubled with each attempt (default: 50ms)
   * @param longestBackoff what the doubling comes to at most (default: 500ms)
   */
  public record RetryProperties(
      @Nullable Integer attempts,
      @DefaultValue("50ms") Duration backoff,
      @DefaultValue("500ms") Duration longestBackoff) {

    void applyTo(RetryPolicy.Builder builder) {
      set(attempts, builder::attempts);
      builder.backoff(backoff, longestBackoff);
    }
  }

  /**
   * Bounds the calls under way at once.
   *
   * @param minimum it never falls below this (default: 2)
   * @param initial where it starts (default: 10)
   * @param maximum it never grows over this (default: 100)
   * @param slowerThan a call that takes longer makes it shrink (default: the attempt time-out)
   */
  public record LimitProperties(
      @Nullable Integer minimum,
      @Nullable Integer initial,
      @Nullable Integer maximum,
      @Nullable Duration slowerThan) {

    void applyTo(AdaptiveLimit.Builder builder) {
      set(minimum, builder::minimum);
      set(initial, builder::initial);
      set(maximum, builder::maximum);
      set(slowerThan, builder::slowerThan);
    }
  }

  void applyTo(ShieldBuilder builder) {
    set(deadline, builder::deadline);
    set(attemptTimeout, builder::attemptTimeout);
    set(interruptAfter, builder::interruptAfter);
    builder.breaker(breaker::applyTo);
    builder.limit(limit::applyTo);
  }

  private static <T> void set(@Nullable T value, Consumer<T> knob) {
    if (value != null) {
      knob.accept(value);
    }
  }
}
