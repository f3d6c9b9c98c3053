package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.signals.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What cannot begin before something else is there. It is tried again with growing patience, by a
 * thread of its own, until it has begun or is closed. Thread-safe.
 *
 * @param <T> what begins
 */
final class Awaited<T> implements AutoCloseable {
  /** Doubles with each try. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** So late, at most, is it noticed that what is awaited has come. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final System.Logger LOG = System.getLogger(Awaited.class.getName());

  private final String what;
  private final Supplier<T> beginning;
  private final Thread thread;
  private volatile String failure = "not asked yet";
  private volatile @Nullable T begun;

  /**
   * Not yet begun.
   *
   * @param what what is awaited, for people
   * @param beginning fails where it is not there
   */
  Awaited(String what, Supplier<T> beginning) {
    this.what = what;
    this.beginning = beginning;
    this.thread = Thread.ofPlatform().name("awaits " + what).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (begun == null && !Thread.currentThread().isInterrupted()) {
        if (!begin(pause)) {
          Thread.sleep(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean begin(Duration pause) {
    try {
      begun = beginning.get();
      return true;
    } catch (RuntimeException e) {
      failure = Failure.words(e);
      LOG.log(
          System.Logger.Level.WARNING,
          "%s is awaited, asked again in %d ms: %s".formatted(what, pause.toMillis(), failure));
      return false;
    }
  }

  /** It, once it has begun. */
  Optional<T> get() {
    return Optional.ofNullable(begun);
  }

  /** Why it has not begun yet; empty once it has. */
  Optional<String> missing() {
    return begun != null
        ? Optional.empty()
        : Optional.of("%s does not answer: %s".formatted(what, failure));
  }

  /** Ends the waiting; a try that is under way is waited for. What has begun stays as it is. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
