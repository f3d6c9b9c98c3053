package com.trixtech.selfheal.shield.health;

import com.trixtech.selfheal.shield.deadline.Deadline;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Whether this process can still run tasks, found out from inside: what only a restart cures. It
 * looks at virtual threads, at deadlocks that the JVM can see (those of platform threads), and at
 * executors and loops that the application names. It asks nothing outside of the process.
 * Thread-safe.
 */
public final class Pulse {
  private static final Duration LATE = Duration.ofSeconds(5);

  private final LongSupplier clock;
  private final List<Beat> beats = new CopyOnWriteArrayList<>();
  private final List<WorkWatch> works = new CopyOnWriteArrayList<>();
  private volatile int deadlocked;

  Pulse(LongSupplier clock) {
    this.clock = clock;
    beats.add(new Beat("virtual threads", LATE, task -> Thread.ofVirtual().start(task)));
  }

  Pulse() {
    this(Deadline.CLOCK);
  }

  /** Something that has to move from time to time. */
  public final class Beat {
    private final String name;
    private final Duration late;
    private final Executor executor;
    private volatile long last = clock.getAsLong();

    Beat(String name, Duration late, Executor executor) {
      this.name = name;
      this.late = late;
      this.executor = executor;
    }

    /** It moved. */
    public void now() {
      last = clock.getAsLong();
    }

    Duration age() {
      return Duration.ofNanos(clock.getAsLong() - last);
    }

    private Stream<String> problem() {
      Duration age = age();
      return age.compareTo(late) > 0
          ? Stream.of(
              "%s: ran nothing for %d ms (expected: at most %d ms)"
                  .formatted(name, age.toMillis(), late.toMillis()))
          : Stream.empty();
    }
  }

  /** The executor must run a small task at least this often, or the process is stuck. */
  void watch(String name, Executor executor, Duration late) {
    beats.add(new Beat(name, late, executor));
  }

  /** A loop of the application's own that must call {@link Beat#now} at least this often. */
  Beat loop(String name, Duration late) {
    var beat = new Beat(name, late, _ -> {});
    beats.add(beat);
    return beat;
  }

  /** Work of which at most so much may take longer than it ever should. */
  WorkWatch work(String name, Duration longest, int tolerated) {
    var watch = new WorkWatch(name, longest, tolerated, clock);
    works.add(watch);
    return watch;
  }

  /** Sends a task to each executor; called twice a second by the health's own thread. */
  void send() {
    for (Beat beat : beats) {
      try {
        beat.executor.execute(beat::now);
      } catch (RuntimeException e) {
        // full or shut down: the age tells
      }
    }
  }

  /** Asks the JVM for deadlocks; takes about a millisecond, more with thousands of threads. */
  void findDeadlocks() {
    long[] threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    deadlocked = threads == null ? 0 : threads.length;
  }

  /** Made from memory, and right also when the thread that calls {@link #send} is itself stuck. */
  Finding finding() {
    List<String> problems =
        Stream.concat(
                deadlocked > 0
                    ? Stream.of("deadlocked threads: " + deadlocked + " (expected: 0)")
                    : Stream.empty(),
                Stream.concat(
                    beats.stream().flatMap(Beat::problem),
                    works.stream().flatMap(WorkWatch::problem)))
            .toList();
    return problems.isEmpty()
        ? Finding.up("running tasks")
        : Finding.down(String.join("; ", problems));
  }

  /** Time since a task last ran in a virtual thread. */
  Duration age() {
    return beats.getFirst().age();
  }
}
