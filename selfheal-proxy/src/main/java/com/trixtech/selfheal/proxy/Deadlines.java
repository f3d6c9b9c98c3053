package com.trixtech.selfheal.proxy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Time-outs of one length. Since all are equally long, the order of starting is the order of
 * ending, so one timer for the oldest serves all of them: a request costs a map entry and no timer.
 * Confined to its event loop.
 */
final class Deadlines {

  /** What is told when its time is over. */
  interface Limited {
    void expired();
  }

  private final Vertx vertx;
  private final long nanos;
  private final Map<Limited, Long> running = new LinkedHashMap<>();
  private boolean armed;

  Deadlines(Vertx vertx, Duration length) {
    this.vertx = vertx;
    this.nanos = length.toNanos();
  }

  /** Starts, or starts anew, the time of {@code limited}. */
  void start(Limited limited) {
    running.remove(limited);
    running.put(limited, System.nanoTime() + nanos);
    if (!armed) {
      arm(nanos);
    }
  }

  void stop(Limited limited) {
    running.remove(limited);
  }

  private void arm(long inNanos) {
    armed = true;
    vertx.setTimer(Math.max(1, inNanos / 1_000_000 + 1), _ -> fire());
  }

  private void fire() {
    long now = System.nanoTime();
    List<Limited> over = new ArrayList<>();
    for (var entry : running.entrySet()) {
      if (entry.getValue() - now > 0) {
        break;
      }
      over.add(entry.getKey());
    }
    over.forEach(running::remove);
    // Still armed here: what starts a new time while it is told of its end must not set the timer
    // for that far later time.
    over.forEach(Limited::expired);
    armed = false;
    if (!running.isEmpty()) {
      arm(running.values().iterator().next() - now);
    }
  }
}
