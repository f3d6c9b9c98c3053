package com.trixtech.selfheal.local.loop;

import com.trixtech.selfheal.local.state.LocalException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A single-threaded event loop. Every method may be called from any thread; events run one after
 * the other, in order, on the loop's own.
 */
public final class Loop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  public Loop(InstantSource clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread made = Thread.ofPlatform().daemon().name("selfheal-local").unstarted(runnable);
              thread = made;
              return made;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** The time that all of the runtime goes by. */
  public Instant now() {
    return clock.instant();
  }

  /** Runs an event soon. An event that comes after the end of the loop is nobody's any more. */
  public void run(Runnable event) {
    try {
      executor.execute(guarded(event));
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "event after the end of the loop");
    }
  }

  /** Runs an event later; the returned future cancels it. */
  public Future<?> after(Duration delay, Runnable event) {
    long nanos = Math.max(0, delay.toNanos());
    try {
      return executor.schedule(guarded(event), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs an event again and again. */
  public Future<?> every(Duration period, Runnable event) {
    return executor.scheduleWithFixedDelay(
        guarded(event), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Does something that blocks on a virtual thread, and hands the result to the loop. */
  public <T> void aside(Supplier<T> blocking, Consumer<T> then) {
    Thread.ofVirtual()
        .start(() -> {
          T result = blocking.get();
          run(() -> then.accept(result));
        });
  }

  /**
   * Asks the loop and waits for the answer.
   *
   * @throws LocalException when it does not come in time
   */
  public <T> T ask(Duration timeout, Callable<T> question) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("ask: from the loop itself (expected: another thread)");
    }
    Future<T> answer;
    try {
      answer = executor.submit(question);
    } catch (RejectedExecutionException e) {
      throw new LocalException("runtime: closed (expected: open)", e);
    }
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new LocalException(
          "runtime: no answer within %s (expected: an idle event loop)".formatted(timeout), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("runtime: interrupted while waiting (expected: an answer)", e);
    }
  }

  /** Whether it still takes events. */
  public boolean open() {
    return !executor.isShutdown();
  }

  /** Ends after the event that runs now. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** One failed event must not end a timer, let alone the loop. */
  private static Runnable guarded(Runnable event) {
    return () -> {
      try {
        event.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "event failed: " + e.getMessage(), e);
      }
    };
  }
}
