package com.trixtech.selfheal.core.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves only when a test says so. Not thread-safe. */
public final class ManualClock implements InstantSource {
  /** Where every test's time begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  public Instant forward(Duration by) {
    now = now.plus(by);
    return now;
  }

  public Instant forward(long seconds) {
    return forward(Duration.ofSeconds(seconds));
  }

  public static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }
}
