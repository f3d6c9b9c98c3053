package com.trixtech.selfheal.shield.rejection;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The breaker does not admit calls now: the dependency failed too often, or an operator said so.
 */
public final class BreakerOpen extends CallRejected {
  private static final long serialVersionUID = 1;

  private final String state;
  private final transient @Nullable LongSupplier nanosLeft;

  /**
   * Without a time after which calls are tried again.
   *
   * @param state the breaker's state in a word or two, for the message
   */
  public BreakerOpen(String name, String state) {
    super(name);
    this.state = state;
    nanosLeft = null;
  }

  /**
   * @param state the breaker's state in a word or two, for the message
   * @param nanosLeft nanoseconds until calls are tried again, asked each time the exception is read
   */
  public BreakerOpen(String name, String state, LongSupplier nanosLeft) {
    super(name);
    this.state = state;
    this.nanosLeft = nanosLeft;
  }

  @Override
  public Duration retryAfter() {
    return nanosLeft == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanosLeft.getAsLong()));
  }

  @Override
  public String getMessage() {
    String when = nanosLeft == null ? "" : ", tried again in " + retryAfter().toMillis() + " ms";
    return "breaker " + name() + ": " + state + when + " (the call was not made)";
  }
}
