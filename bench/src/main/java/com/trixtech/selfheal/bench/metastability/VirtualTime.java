package com.trixtech.selfheal.bench.metastability;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Events in order of their time; events of the same time in the order in which they were planned. */
final class VirtualTime implements LongSupplier {
  private record Event(long at, long order, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long now;
  private long planned;

  /** Nanoseconds since the beginning. */
  @Override
  public long getAsLong() {
    return now;
  }

  void at(long nanos, Runnable what) {
    events.add(new Event(Math.max(now, nanos), planned++, what));
  }

  void in(Duration time, Runnable what) {
    at(now + time.toNanos(), what);
  }

  void runUntil(Duration end) {
    while (!events.isEmpty() && events.peek().at <= end.toNanos()) {
      Event event = events.remove();
      now = event.at;
      event.what.run();
    }
    now = end.toNanos();
  }
}
