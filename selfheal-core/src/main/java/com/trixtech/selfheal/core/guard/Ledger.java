package com.trixtech.selfheal.core.guard;

import com.trixtech.selfheal.core.model.Policy.Budget;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one ledger of mutations: the healer's acts and the platform's restarts, by workload. It reads
 * its own writes. Bounded: keeps at most {@link #KEPT} entries of each actor for a workload, and a
 * limit above that is refused when a policy is read. Not thread-safe.
 */
public final class Ledger {
  /** More acts than this in any window is no longer healing. */
  public static final int KEPT = 256;

  private final Map<WorkloadRef, Page> pages = new HashMap<>();

  /** Who changed something. */
  public enum Actor {
    HEALER,
    PLATFORM
  }

  /** {@code counts}: whether it changed something, and so counts against the rate. */
  private record Entry(Instant at, boolean counts) {}

  private record Page(Deque<Entry> healer, Deque<Entry> platform) {
    Deque<Entry> of(Actor actor) {
      return switch (actor) {
        case HEALER -> healer;
        case PLATFORM -> platform;
      };
    }
  }

  private Deque<Entry> entries(WorkloadRef workload, Actor actor) {
    return pages
        .computeIfAbsent(workload, w -> new Page(new ArrayDeque<>(), new ArrayDeque<>()))
        .of(actor);
  }

  /** Notes one mutation. */
  public void record(WorkloadRef workload, Actor actor, Instant at) {
    Deque<Entry> own = entries(workload, actor);
    own.addLast(new Entry(at, true));
    if (own.size() > KEPT) {
      own.removeFirst();
    }
  }

  /**
   * The healer's last act on the workload changed nothing: the platform refused it, or it was never
   * sent. It no longer counts against the rate; the rest after it holds all the same.
   */
  public void withdraw(WorkloadRef workload) {
    Entry last = entries(workload, Actor.HEALER).pollLast();
    if (last != null) {
      entries(workload, Actor.HEALER).addLast(new Entry(last.at(), false));
    }
  }

  /** Mutations by {@code actor} in the window that ends now. */
  public int count(WorkloadRef workload, Actor actor, Duration window, Instant now) {
    int count = 0;
    for (Entry entry : entries(workload, actor)) {
      count += entry.counts() && entry.at().plus(window).isAfter(now) ? 1 : 0;
    }
    return count;
  }

  /** How much of the window's acts is used up; see {@link Budget#used}. */
  public int used(WorkloadRef workload, Budget budget, boolean withPlatform, Instant now) {
    int acts = count(workload, Actor.HEALER, budget.window(), now);
    int restarts = withPlatform ? count(workload, Actor.PLATFORM, budget.window(), now) : 0;
    return budget.used(acts, restarts);
  }

  /** When so much will have left the window that one more act is allowed. */
  public Optional<Instant> nextAllowed(
      WorkloadRef workload, Budget budget, boolean withPlatform, Instant now) {
    return Stream.of(Actor.values())
        .flatMap(actor -> entries(workload, actor).stream())
        .map(entry -> entry.at().plus(budget.window()))
        .filter(leaves -> leaves.isAfter(now))
        .sorted()
        .filter(leaves -> used(workload, budget, withPlatform, leaves) < budget.maxActions())
        .findFirst();
  }

  /** The healer's last act on the workload. */
  public Optional<Instant> lastAct(WorkloadRef workload) {
    return Optional.ofNullable(entries(workload, Actor.HEALER).peekLast()).map(Entry::at);
  }
}
