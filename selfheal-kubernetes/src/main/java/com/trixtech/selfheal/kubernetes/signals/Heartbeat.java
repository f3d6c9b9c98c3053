package com.trixtech.selfheal.kubernetes.signals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks once a second whether the API server is there, and remembers when it last was. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kubernetes-heartbeat").factory());
  private final InstantSource clock;
  private final BooleanSupplier alive;
  private volatile Instant last = Instant.MIN;

  /**
   * Begins at once.
   *
   * @param alive asks; false or an exception is no proof
   */
  Heartbeat(InstantSource clock, BooleanSupplier alive) {
    this.clock = clock;
    this.alive = alive;
    thread.scheduleWithFixedDelay(this::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    Instant asked = clock.instant();
    boolean answered;
    try {
      answered = alive.getAsBoolean();
    } catch (RuntimeException noAnswer) {
      answered = false;
    }
    synchronized (this) {
      if (answered) {
        // What the watches have told by now is at least as young as the question.
        last = asked;
      }
      notifyAll();
    }
  }

  /** When it was last known to be there; {@link Instant#MIN} before that. */
  Instant last() {
    return last;
  }

  /** Waits for the next answer, good or bad. */
  synchronized void next() throws InterruptedException {
    wait(PERIOD.toMillis() * 2);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
