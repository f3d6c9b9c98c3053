package com.trixtech.selfheal.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when a test says so. Thread-safe. */
public final class ManualClock implements InstantSource {

  /** Where a clock without a wish begins: a round moment, easy to see in a failure. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now;

  public ManualClock() {
    this(START);
  }

  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Lets time pass and returns the new now. Time never goes backwards. */
  public synchronized Instant advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("advance: " + by + " (expected: >= PT0S)");
    }
    now = now.plus(by);
    return now;
  }
}
