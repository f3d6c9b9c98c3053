package com.trixtech.selfheal.shield.breaker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The breaker's rules written down as plainly as possible, for one thread: lists, no cleverness.
 * Its tickets are its own; the test keeps the pairs. Jitter is none.
 */
final class PlainBreaker {
  private static final int BUCKETS = 10;

  private final BreakerSettings settings;
  private final long width;
  BreakerState state = BreakerState.CLOSED;
  private int next = 1;
  private int openings;
  private long until;
  private long closedAt;
  private int successes;
  private final List<Long> run = new ArrayList<>();

  /** Calls of the closed phase: the time of each, and whether it failed. */
  private final List<Map.Entry<Long, Boolean>> calls = new ArrayList<>();

  private final Set<Integer> admittedClosed = new HashSet<>();
  private final Map<Integer, Long> leases = new HashMap<>();

  PlainBreaker(BreakerSettings settings, long now) {
    this.settings = settings;
    width = Math.max(1, settings.monitoringPeriod().toNanos() / BUCKETS);
    closedAt = now;
  }

  /** A ticket, or 0. */
  int acquire(long now) {
    if (state == BreakerState.CLOSED) {
      admittedClosed.add(next);
      return next++;
    }
    if (state == BreakerState.OPEN) {
      if (now - until < 0) {
        return 0;
      }
      state = BreakerState.HALF_OPEN;
      successes = 0;
      leases.clear();
    }
    leases.values().removeIf(end -> now - end >= 0);
    if (leases.size() >= Math.min(settings.trials(), settings.successThreshold() - successes)) {
      return 0;
    }
    leases.put(next, now + settings.trialLease().toNanos());
    return next++;
  }

  void success(int ticket, long now) {
    if (state == BreakerState.CLOSED && admittedClosed.contains(ticket)) {
      calls.add(Map.entry(now, false));
      run.clear();
    } else if (state == BreakerState.HALF_OPEN && leases.remove(ticket) != null) {
      successes++;
      if (successes == settings.successThreshold()) {
        state = BreakerState.CLOSED;
        openings = 0;
        closedAt = now;
        admittedClosed.clear();
        calls.clear();
        run.clear();
      }
    }
  }

  void failure(int ticket, long now) {
    if (state == BreakerState.CLOSED && admittedClosed.contains(ticket)) {
      calls.add(Map.entry(now, true));
      run.add(now);
      int threshold = settings.failureThreshold();
      boolean inARow =
          run.size() >= threshold
              && now - run.get(run.size() - threshold) <= settings.monitoringPeriod().toNanos();
      long bucket = (now - closedAt) / width;
      calls.removeIf(c -> bucket - (c.getKey() - closedAt) / width >= BUCKETS);
      long failed = calls.stream().filter(Map.Entry::getValue).count();
      if (inARow
          && calls.size() >= settings.minimumCalls()
          && (double) failed / calls.size() >= settings.failureRatio()) {
        open(now);
      }
    } else if (state == BreakerState.HALF_OPEN && leases.containsKey(ticket)) {
      open(now);
    }
  }

  void release(int ticket) {
    if (state == BreakerState.HALF_OPEN) {
      leases.remove(ticket);
    }
  }

  private void open(long now) {
    openings++;
    state = BreakerState.OPEN;
    long time = settings.recoveryTimeout().toNanos();
    for (int i = 1; i < openings && time < settings.longestRecoveryTimeout().toNanos(); i++) {
      time *= 2;
    }
    until = now + Math.min(time, settings.longestRecoveryTimeout().toNanos());
  }

  BreakerState stateAt(long now) {
    return state == BreakerState.OPEN && now - until >= 0 ? BreakerState.HALF_OPEN : state;
  }
}
