package com.trixtech.selfheal.shield.health;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Work that was begun and does not end, such as requests that wait for one another: the JVM finds
 * deadlocks of platform threads only, and requests run in virtual ones. Thread-safe.
 *
 * <pre>{@code
 * try (var work = requests.begin()) { ... }
 * }</pre>
 */
public final class WorkWatch {
  private final String name;
  private final Duration longest;
  private final int tolerated;
  private final LongSupplier clock;
  private final Set<Work> underWay = ConcurrentHashMap.newKeySet();

  WorkWatch(String name, Duration longest, int tolerated, LongSupplier clock) {
    this.name = name;
    this.longest = longest;
    this.tolerated = tolerated;
    this.clock = clock;
  }

  /** One piece of work; close it when it has ended, in whatever way. */
  public final class Work implements AutoCloseable {
    private final long began = clock.getAsLong();

    private Work() {}

    @Override
    public void close() {
      underWay.remove(this);
    }
  }

  public Work begin() {
    var work = new Work();
    underWay.add(work);
    return work;
  }

  Stream<String> problem() {
    long now = clock.getAsLong();
    long stuck = underWay.stream().filter(w -> now - w.began > longest.toNanos()).count();
    return stuck > tolerated
        ? Stream.of(
            "%s: %d under way for more than %d ms (expected: at most %d)"
                .formatted(name, stuck, longest.toMillis(), tolerated))
        : Stream.empty();
  }
}
