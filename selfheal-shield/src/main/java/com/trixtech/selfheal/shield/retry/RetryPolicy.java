package com.trixtech.selfheal.shield.retry;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which failures of a call are worth another attempt, and after what pause. Immutable.
 *
 * <p>The pause is drawn from 0 to a bound that doubles with each attempt (full jitter); a time that
 * the dependency asked for is kept at least. By default only a connection that could not be made is
 * tried again: then nothing was sent. More needs a call that may be made twice, which only its
 * author knows: {@link Builder#when}.
 *
 * @param attempts attempts in all, the first one too
 * @param when which Throwables are worth another attempt
 * @param whenResult which results are
 * @param asked what a result says about how long to wait
 */
public record RetryPolicy(
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Predicate<Throwable> when,
    Predicate<@Nullable Object> whenResult,
    Function<@Nullable Object, Optional<Duration>> asked) {

  /** One attempt. */
  public static final RetryPolicy NONE = new Builder().attempts(1).build();

  /**
   * The connection was not made, so nothing was sent and a second attempt cannot do a thing twice.
   */
  public static boolean neverSent(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ConnectException || t instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param failed attempts that were made, 1 or more
   * @param random a number from 0 to 1
   */
  public Duration pause(int failed, double random) {
    double bound = firstPause.toNanos() * Math.pow(2, Math.min(failed - 1, 60));
    return Duration.ofNanos((long) (Math.min(bound, longestPause.toNanos()) * random));
  }

  /** As {@link #pause(int, double)}, at least as long as the result asks for. */
  public Duration pause(int failed, @Nullable Object result, DoubleSupplier random) {
    Duration own = pause(failed, random.getAsDouble());
    return asked.apply(result).filter(longer -> longer.compareTo(own) > 0).orElse(own);
  }

  /** Refuses nonsense when it builds. Not thread-safe. */
  public static final class Builder {
    private int attempts = 3;
    private Duration firstPause = Duration.ofMillis(50);
    private Duration longestPause = Duration.ofMillis(500);
    private Predicate<Throwable> when = RetryPolicy::neverSent;
    private Predicate<@Nullable Object> whenResult = _ -> false;
    private Function<@Nullable Object, Optional<Duration>> asked = _ -> Optional.empty();

    /** Attempts in all, 1 to 10. 3. */
    public Builder attempts(int inAll) {
      attempts = inAll;
      return this;
    }

    /** Bound of the first pause, and the most that its doubling comes to. 50 ms, 500 ms. */
    public Builder backoff(Duration first, Duration longest) {
      firstPause = first;
      longestPause = longest;
      return this;
    }

    /** Which Throwables are worth another attempt. {@link RetryPolicy#neverSent}. */
    public Builder when(Predicate<Throwable> predicate) {
      when = predicate;
      return this;
    }

    /** Which results of this type are worth another attempt. None. */
    public <R> Builder whenResult(Class<R> type, Predicate<? super R> predicate) {
      Predicate<@Nullable Object> before = whenResult;
      whenResult =
          value ->
              (type.isInstance(value) && predicate.test(type.cast(value))) || before.test(value);
      return this;
    }

    /** What a result says about how long to wait, such as Retry-After. Nothing. */
    public <R> Builder waitAsked(Class<R> type, Function<? super R, Optional<Duration>> reader) {
      asked = value -> type.isInstance(value) ? reader.apply(type.cast(value)) : Optional.empty();
      return this;
    }

    public RetryPolicy build() {
      if (attempts < 1 || attempts > 10) {
        throw new IllegalArgumentException("retry, attempts: " + attempts + " (expected: 1 to 10)");
      }
      if (firstPause.isNegative() || firstPause.compareTo(longestPause) > 0) {
        throw new IllegalArgumentException(
            "retry, backoff: %s to %s (expected: not negative, the first at most the longest)"
                .formatted(firstPause, longestPause));
      }
      return new RetryPolicy(attempts, firstPause, longestPause, when, whenResult, asked);
    }
  }
}
