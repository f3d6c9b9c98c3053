package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.selfheal.drill.system.Time;
import java.time.Duration;
import java.time.Instant;

/** Waiting takes no time. Not thread-safe. */
final class VirtualTime implements Time {
  private Instant now = Instant.now();

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void pause(Duration duration) {
    now = now.plus(duration);
  }
}
