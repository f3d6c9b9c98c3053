package com.trixtech.selfheal.shield;

import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.Verdict;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.limit.AdaptiveLimit;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import com.trixtech.selfheal.shield.rejection.DeadlinePassed;
import com.trixtech.selfheal.shield.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call, step by step: what {@link Shield#call} does, for callers that must not block, such as
 * an event loop or a simulation. Not thread-safe; hand it on safely.
 *
 * <pre>{@code
 * Attempt attempt = steps.next();                 // or it throws: the call is not made
 * ... make it; then exactly one of
 * Optional<Duration> pause = steps.answered(result);
 * Optional<Duration> pause = steps.failed(thrown);
 * ... a pause: wait so long and go on with next(); empty: the call is over
 * }</pre>
 */
public final class CallSteps {
  private final Shield shield;
  private final Deadline deadline;
  private int attempts;
  private @Nullable Attempt present;

  CallSteps(Shield shield, Deadline deadline) {
    this.shield = shield;
    this.deadline = deadline;
  }

  /**
   * Admits the next attempt: time is left, the breaker is closed, the limit has a place.
   *
   * @throws CallRejected if not. When an attempt was made before, then how that one ended is what
   *     the caller should report, since the call was made
   */
  public Attempt next() {
    if (present != null) {
      throw new IllegalStateException(
          "call of "
              + shield.name()
              + ": attempt "
              + attempts
              + " has not ended (expected: ended)");
    }
    if (deadline.passed()) {
      throw new DeadlinePassed(shield.name(), deadline.left().negated());
    }
    Breaker breaker = shield.breaker();
    long ticket = breaker.tryAcquire();
    if (ticket == Breaker.REJECTED) {
      throw breaker.rejection();
    }
    AdaptiveLimit limit = shield.limit();
    if (!limit.tryAcquire()) {
      breaker.released(ticket); // shed: no trial was made
      throw limit.rejection();
    }
    attempts++;
    if (attempts == 1) {
      shield.budget().first();
    }
    long now = shield.clock().getAsLong();
    Attempt admitted = new Attempt(attempts, deadline.atMost(shield.attemptTimeout()), ticket, now);
    present = admitted;
    return admitted;
  }

  /**
   * The attempt returned. Returns the pause before the next one; empty: this result is the call's.
   */
  public Optional<Duration> answered(@Nullable Object result) {
    Attempt attempt = end();
    Verdict verdict;
    boolean overload;
    boolean again;
    try {
      verdict = shield.verdicts().ofResult(result);
      overload = shield.overload().result().test(result);
      again = shield.retry().whenResult().test(result);
    } catch (Throwable broken) {
      settle(attempt, Verdict.NEITHER, false);
      throw broken;
    }
    settle(attempt, verdict, overload);
    return again ? retry(result) : Optional.empty();
  }

  /**
   * The attempt threw. Returns the pause before the next one; empty: this is how the call ended.
   */
  public Optional<Duration> failed(Throwable thrown) {
    Attempt attempt = end();
    Verdict verdict;
    boolean overload;
    boolean again;
    try {
      // A hang is a failure, whatever a predicate says of exceptions that it does not know.
      boolean hung = thrown instanceof CallTimedOut;
      verdict = hung ? Verdict.FAILURE : shield.verdicts().of(thrown);
      overload = hung || shield.overload().thrown().test(thrown);
      again = verdict != Verdict.NEITHER && shield.retry().when().test(thrown);
    } catch (Throwable broken) {
      settle(attempt, Verdict.NEITHER, false);
      broken.addSuppressed(thrown);
      throw broken;
    }
    settle(attempt, verdict, overload);
    return again ? retry(null) : Optional.empty();
  }

  private Attempt end() {
    Attempt attempt = present;
    if (attempt == null) {
      throw new IllegalStateException(
          "call of " + shield.name() + ": no attempt is under way (expected: next() before)");
    }
    present = null;
    return attempt;
  }

  private void settle(Attempt attempt, Verdict verdict, boolean overload) {
    long took = shield.clock().getAsLong() - attempt.startedAt();
    // 429 and its like: it has too much to do, which is for the limit; it does work.
    shield.breaker().settle(attempt.ticket(), verdict);
    AdaptiveLimit limit = shield.limit();
    if (overload || (verdict == Verdict.FAILURE && attempt.deadline().passed())) {
      limit.dropped(attempt.startedAt(), took);
    } else if (verdict == Verdict.SUCCESS) {
      limit.succeeded(attempt.startedAt(), took);
    } else {
      limit.ignored();
    }
  }

  private Optional<Duration> retry(@Nullable Object result) {
    RetryPolicy policy = shield.retry();
    if (attempts >= policy.attempts()) {
      return Optional.empty();
    }
    Duration pause = policy.pause(attempts, result, shield.random());
    boolean inTime = deadline.left().compareTo(pause) > 0;
    return inTime && shield.budget().tryRetry() ? Optional.of(pause) : Optional.empty();
  }
}
