package com.trixtech.selfheal.shield;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread whose call does not return: the last resort against a client that forgot its
 * time-out, for a hang that never ends is never counted as a failure. Thread-safe.
 */
final class Backstop {
  /** One daemon thread for the process; it does nothing but interrupt. */
  private static final class Timer {
    static final ScheduledThreadPoolExecutor THREAD =
        new ScheduledThreadPoolExecutor(1, Timer::daemon);

    static {
      THREAD.setRemoveOnCancelPolicy(true);
    }

    static Thread daemon(Runnable work) {
      return Thread.ofPlatform().daemon().name("shield-backstop").unstarted(work);
    }
  }

  private enum Stage {
    RUNNING,
    ENDED,
    INTERRUPTING,
    INTERRUPTED
  }

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RUNNING);
  private final Thread thread = Thread.currentThread();

  private Backstop() {}

  /** Runs the call; interrupts it when it is still running after the time. */
  static <T extends @Nullable Object, X extends Exception> T run(
      String shield, Duration time, Attempt attempt, Shield.Call<T, X> call) throws X {
    var backstop = new Backstop();
    ScheduledFuture<?> alarm =
        Timer.THREAD.schedule(backstop::interrupt, time.toNanos(), TimeUnit.NANOSECONDS);
    boolean interrupted = false;
    try {
      return call.run(attempt);
    } catch (Throwable thrown) {
      interrupted = backstop.end();
      if (interrupted) {
        throw new CallTimedOut(shield, time, thrown);
      }
      throw thrown;
    } finally {
      alarm.cancel(false);
      backstop.end();
    }
  }

  private void interrupt() {
    if (stage.compareAndSet(Stage.RUNNING, Stage.INTERRUPTING)) {
      thread.interrupt();
      stage.set(Stage.INTERRUPTED);
    }
  }

  /** Returns whether the call was interrupted by us; then the thread's flag is cleared again. */
  private boolean end() {
    if (stage.compareAndSet(Stage.RUNNING, Stage.ENDED) || stage.get() == Stage.ENDED) {
      return false;
    }
    while (stage.get() == Stage.INTERRUPTING) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
    return true;
  }
}
