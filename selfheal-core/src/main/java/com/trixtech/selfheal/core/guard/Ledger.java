package com.trixtech.selfheal.core.guard;

import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one ledger of mutations: the healer's acts and the platform's restarts, by workload. It reads
 * its own writes. Bounded: keeps at most {@link #KEPT} entries for a workload, and a limit above
 * that is refused when a policy is read. Not thread-safe.
 */
public final class Ledger {
  /** More acts than this in any window is no longer healing. */
  public static final int KEPT = 256;

  private final Map<WorkloadRef, Deque<Entry>> entries = new HashMap<>();

  /** Who changed something. */
  public enum Actor {
    HEALER,
    PLATFORM
  }

  private record Entry(Instant at, Actor actor) {}

  /** Notes one mutation. */
  public void record(WorkloadRef workload, Actor actor, Instant at) {
    Deque<Entry> own = entries.computeIfAbsent(workload, w -> new ArrayDeque<>());
    own.addLast(new Entry(at, actor));
    if (own.size() > KEPT) {
      own.removeFirst();
    }
  }

  /** Mutations in the window that ends now. */
  public int count(WorkloadRef workload, Duration window, boolean withPlatform, Instant now) {
    int count = 0;
    for (Entry entry : entries.getOrDefault(workload, new ArrayDeque<>())) {
      boolean counted = entry.actor() == Actor.HEALER || withPlatform;
      count += counted && entry.at().plus(window).isAfter(now) ? 1 : 0;
    }
    return count;
  }

  /** When the oldest mutation in the window leaves it. */
  public Optional<Instant> firstToLeave(
      WorkloadRef workload, Duration window, boolean withPlatform, Instant now) {
    for (Entry entry : entries.getOrDefault(workload, new ArrayDeque<>())) {
      if ((entry.actor() == Actor.HEALER || withPlatform) && entry.at().plus(window).isAfter(now)) {
        return Optional.of(entry.at().plus(window));
      }
    }
    return Optional.empty();
  }

  /** The healer's last act on the workload. */
  public Optional<Instant> lastAct(WorkloadRef workload) {
    Deque<Entry> own = entries.get(workload);
    if (own == null) {
      return Optional.empty();
    }
    Instant last = null;
    for (Entry entry : own) {
      last = entry.actor() == Actor.HEALER ? entry.at() : last;
    }
    return Optional.ofNullable(last);
  }
}
