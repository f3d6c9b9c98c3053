package com.trixtech.selfheal.kubernetes.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A bucket of tokens: {@code burst} at once, then one in each {@code every}. Thread-safe. */
final class Rate {
  private final InstantSource clock;
  private final Duration every;
  private final Duration most;
  private Instant full;

  Rate(InstantSource clock, int burst, Duration every) {
    this.clock = clock;
    this.every = every;
    this.most = every.multipliedBy(burst);
    this.full = clock.instant();
  }

  /** Whether one more is allowed now; if so it is counted. */
  synchronized boolean allows() {
    Instant now = clock.instant();
    Instant next = (full.isAfter(now) ? full : now).plus(every);
    if (next.isAfter(now.plus(most))) {
      return false;
    }
    full = next;
    return true;
  }
}
