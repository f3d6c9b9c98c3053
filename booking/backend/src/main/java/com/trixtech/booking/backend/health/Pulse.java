package com.trixtech.booking.backend.health;

import com.trixtech.booking.backend.database.DatabaseState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this process can still run tasks, found out from inside.
 *
 * <p>A thread of its own starts a virtual thread every half second, as the server does for each
 * request, and notes when it ran; every tenth time it looks for deadlocked threads. Readers only
 * compare times. Thread-safe.
 */
public final class Pulse {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration LATE = Duration.ofSeconds(5);

  private volatile long lastBeat = System.nanoTime();
  private volatile int deadlocked;

  /** Beats until the process ends. */
  public void start() {
    var thread = new Thread(this::run, "pulse");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int i = 1; ; i++) {
        Thread.ofVirtual().start(() -> lastBeat = System.nanoTime());
        if (i % 10 == 0) {
          long[] threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
          deadlocked = threads == null ? 0 : threads.length;
        }
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - lastBeat);
  }

  /** Why the process must be replaced; empty while it is alive. */
  Optional<String> problem() {
    if (deadlocked > 0) {
      return Optional.of("deadlocked threads: " + deadlocked + " (expected: 0)");
    }
    Duration age = age();
    return age.compareTo(LATE) > 0
        ? Optional.of(
            "no task ran for "
                + DatabaseState.seconds(age)
                + " s (expected: at most "
                + LATE.toSeconds()
                + " s)")
        : Optional.empty();
  }
}
