package com.trixtech.selfheal.shield;

import com.trixtech.selfheal.shield.deadline.Deadline;
import java.time.Duration;

/**
 * One admitted attempt of a call. Immutable.
 *
 * @param number 1 for the first
 * @param deadline when this attempt must be over: never later than the call's
 * @param ticket the breaker's
 * @param startedAt nanoseconds of the shield's clock
 */
public record Attempt(int number, Deadline deadline, long ticket, long startedAt) {
  private static final Duration LEAST = Duration.ofMillis(1);

  /** Time for this attempt; hand it to the client as its time-out. At least 1 ms. */
  public Duration remaining() {
    Duration left = deadline.left();
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /** For the request header {@link Deadline#HEADER}. */
  public String deadlineHeader() {
    return deadline.toHeader();
  }
}
