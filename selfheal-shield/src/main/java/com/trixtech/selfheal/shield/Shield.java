package com.trixtech.selfheal.shield;

import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.Verdicts;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.limit.AdaptiveLimit;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import com.trixtech.selfheal.shield.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Protects the calls to one dependency, and the dependency from the calls. Thread-safe; make one
 * for each dependency (or route of it) and keep it.
 *
 * <p>Outermost first: the deadline bounds the whole call; retries are few, paced and from the
 * process's budget; the breaker stops asking what keeps failing; the limit sheds what it cannot
 * bear; then the call. What is rejected is not retried and not counted.
 *
 * <pre>{@code
 * Shield payments = Shield.named("payment")
 *     .deadline(Duration.ofSeconds(3))
 *     .attemptTimeout(Duration.ofSeconds(1))
 *     .retry(r -> r.attempts(3).when(RetryPolicy::neverSent))
 *     .failure(e -> !(e instanceof Declined))
 *     .failureResult(HttpResponse.class, r -> r.statusCode() >= 500)
 *     .build();
 * Answer answer = payments.call(attempt -> provider.charge(card, attempt.remaining()));
 * }</pre>
 */
public final class Shield {
  private final String name;
  private final Duration deadline;
  private final Duration attemptTimeout;
  private final Optional<Duration> grace;
  private final Breaker breaker;
  private final Verdicts verdicts;
  private final Overload overload;
  private final RetryPolicy retry;
  private final RetryBudget budget;
  private final AdaptiveLimit limit;
  private final LongSupplier clock;
  private final DoubleSupplier random;

  /** The work: makes one attempt, within {@link Attempt#remaining}. */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object, X extends Exception> {
    T run(Attempt attempt) throws X;
  }

  Shield(ShieldBuilder builder) {
    name = builder.name;
    deadline = builder.deadline();
    attemptTimeout = builder.attemptTimeout();
    grace = builder.grace;
    breaker = builder.breaker.build();
    verdicts = builder.breaker.verdicts();
    overload = builder.overload;
    retry = builder.retry;
    budget = builder.budget;
    limit = builder.limit.build(name);
    clock = builder.clock;
    random = builder.random;
  }

  public static ShieldBuilder named(String name) {
    return new ShieldBuilder(name);
  }

  /**
   * Makes the call, protected.
   *
   * @return what the last attempt returned, also when that is a failure by the predicates
   * @throws CallRejected if the call was not made at all; sealed, so that each case can be answered
   * @throws CallTimedOut if an attempt had to be interrupted; its effect is unknown
   * @throws X what the last attempt threw, if it threw
   */
  public <T extends @Nullable Object, X extends Exception> T call(Call<T, X> call) throws X {
    CallSteps steps = begin();
    Attempt attempt = steps.next();
    while (true) {
      T result;
      try {
        result = attempt(attempt, call);
      } catch (Throwable thrown) {
        Attempt next = again(steps, steps.failed(thrown));
        if (next == null) {
          throw thrown;
        }
        attempt = next;
        continue;
      }
      Attempt next = again(steps, steps.answered(result));
      if (next == null) {
        return result;
      }
      attempt = next;
    }
  }

  /** The same, step by step, for callers that must not block. */
  public CallSteps begin() {
    Deadline own = Deadline.in(deadline, clock);
    return new CallSteps(this, own.orCurrentIfEarlier());
  }

  private <T extends @Nullable Object, X extends Exception> T attempt(
      Attempt attempt, Call<T, X> call) throws X {
    ScopedValue.CallableOp<T, X> work =
        grace.isEmpty()
            ? () -> call.run(attempt)
            : () -> Backstop.run(name, attempt.remaining().plus(grace.get()), attempt, call);
    return attempt.deadline().within(work);
  }

  /** The next attempt after the pause; null when there is none, and how the last ended stands. */
  private static @Nullable Attempt again(CallSteps steps, Optional<Duration> pause) {
    if (pause.isEmpty()) {
      return null;
    }
    try {
      Thread.sleep(pause.get());
      return steps.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (CallRejected rejected) {
      return null; // "the call was not made" would be a lie: an attempt was
    }
  }

  public String name() {
    return name;
  }

  public Breaker breaker() {
    return breaker;
  }

  public AdaptiveLimit limit() {
    return limit;
  }

  public RetryBudget budget() {
    return budget;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  Overload overload() {
    return overload;
  }

  RetryPolicy retry() {
    return retry;
  }

  Duration attemptTimeout() {
    return attemptTimeout;
  }

  LongSupplier clock() {
    return clock;
  }

  DoubleSupplier random() {
    return random;
  }
}
