package com.trixtech.selfheal.shield.rejection;

import java.time.Duration;

/** The time for the call was over before it, or its next attempt, could begin. */
public final class DeadlinePassed extends CallRejected {
  private static final long serialVersionUID = 1;

  private final Duration late;

  public DeadlinePassed(String name, Duration late) {
    super(name);
    this.late = late;
  }

  /** Zero: whoever asks again brings new time. */
  @Override
  public Duration retryAfter() {
    return Duration.ZERO;
  }

  @Override
  public String getMessage() {
    return "deadline of %s: passed %d ms ago (the call was not made)"
        .formatted(name(), late.toMillis());
  }
}
