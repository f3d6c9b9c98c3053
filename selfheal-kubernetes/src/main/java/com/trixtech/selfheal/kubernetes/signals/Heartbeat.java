package com.trixtech.selfheal.kubernetes.signals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks once a second whether the API server is there, and remembers when it last was. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Some periods, and an answer that takes its time. */
  private static final Duration LATELY = Duration.ofSeconds(5);

  /** The longest that a client waits before it watches again is half a minute, after an outage. */
  private static final Duration WATCHES_RETURN = Duration.ofMinutes(2);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kubernetes-heartbeat").factory());
  private final InstantSource clock;
  private final Runnable answers;
  private final BooleanSupplier whole;
  private volatile Instant last = Instant.MIN;
  private volatile @Nullable Instant answeringSince;

  /**
   * Begins at once.
   *
   * @param answers asks; an exception is no answer
   * @param whole whether all watches stand
   */
  Heartbeat(InstantSource clock, Runnable answers, BooleanSupplier whole) {
    this.clock = clock;
    this.answers = answers;
    this.whole = whole;
    thread.scheduleWithFixedDelay(this::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    Instant asked = clock.instant();
    boolean answered = true;
    try {
      answers.run();
    } catch (RuntimeException noAnswer) {
      answered = false;
    }
    synchronized (this) {
      Instant since = answeringSince;
      answeringSince = answered ? since == null ? asked : since : null;
      if (answered && whole.getAsBoolean()) {
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

  /**
   * Whether what is seen is all there is to see. Not while the API server is away, nor in the time
   * in which watches come back after it: what is old then says nothing about any workload.
   */
  boolean settled() {
    Instant now = clock.instant();
    Instant since = answeringSince;
    return !last.equals(Instant.MIN) && !last.plus(LATELY).isBefore(now)
        || since != null && since.plus(WATCHES_RETURN).isBefore(now);
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
