package com.trixtech.selfheal.sim;

import java.time.Instant;
import java.time.InstantSource;

/** Virtual time in milliseconds; it moves only when it is told to. Not thread-safe. */
final class VirtualClock implements InstantSource {
  private long millis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private Instant now = Instant.ofEpochMilli(millis);

  void advance(long by) {
    millis += by;
    now = Instant.ofEpochMilli(millis);
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
