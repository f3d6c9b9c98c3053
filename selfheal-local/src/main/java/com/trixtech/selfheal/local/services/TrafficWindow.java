package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.proxy.wire.Counts;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients saw of each instance in the last while, from the proxy's ever-growing counters. An
 * error is a 5xx answer, a failed connect, a reset or a time-out; a client that went away is
 * neither a request nor an error. Thread-safe.
 */
public final class TrafficWindow {

  /** Each part only ever grows within one life of the proxy; their difference would not. */
  private record Count(long requests, long cancelled, long errors, long unanswered) {
    static final Count NONE = new Count(0, 0, 0, 0);

    Count plus(Count other) {
      return new Count(
          requests + other.requests,
          cancelled + other.cancelled,
          errors + other.errors,
          unanswered + other.unanswered);
    }

    Count minus(Count other) {
      return new Count(
          requests - other.requests,
          cancelled - other.cancelled,
          errors - other.errors,
          unanswered - other.unanswered);
    }

    boolean behind(Count other) {
      return requests < other.requests || cancelled < other.cancelled || errors < other.errors;
    }
  }

  private record Step(Instant from, Instant at, Map<String, Count> grown) {}

  private final Duration window;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Map<String, Count> sums = new HashMap<>();
  private @Nullable Map<String, Count> last;
  private Instant lastAt = Instant.MIN;

  public TrafficWindow(Duration window) {
    if (!window.isPositive()) {
      throw new IllegalArgumentException("window: " + window + " (expected: > PT0S)");
    }
    this.window = window;
  }

  /**
   * Takes the next statistics. The first ever only say where the counters stand. A counter that
   * went backwards belongs to a new proxy: what it shows has happened since.
   */
  public synchronized void add(ProxyStats stats) {
    if (!stats.at().isAfter(lastAt)) {
      return; // nothing new; also a clock that was set back, until it has caught up
    }
    Map<String, Count> now = new HashMap<>();
    for (ServiceStats service : stats.services()) {
      for (EndpointStats endpoint : service.endpoints()) {
        now.merge(endpoint.uid(), count(endpoint.counts()), Count::plus);
      }
    }
    Map<String, Count> before = last;
    if (before != null) {
      Map<String, Count> grown = new HashMap<>();
      now.forEach(
          (uid, count) -> grown.put(uid, grown(before.getOrDefault(uid, Count.NONE), count)));
      grown.forEach((uid, count) -> sums.merge(uid, count, Count::plus));
      steps.addLast(new Step(lastAt, stats.at(), grown));
    }
    last = now;
    lastAt = stats.at();
    forget();
    sums.entrySet()
        .removeIf(sum -> sum.getValue().equals(Count.NONE) && !now.containsKey(sum.getKey()));
  }

  /**
   * What clients saw of this instance; its time is that of the last statistics, so that its age
   * shows. Empty when the proxy does not know the instance.
   *
   * @param since when its process began: what another saw to before says nothing about this one. A
   *     step of the statistics that began earlier is left out whole
   */
  public synchronized Optional<Traffic> of(String uid, Instant since) {
    Map<String, Count> known = last;
    if (known == null || !known.containsKey(uid)) {
      return Optional.empty();
    }
    Count sum = sums.getOrDefault(uid, Count.NONE);
    for (Step step : steps) {
      if (step.from().isBefore(since)) {
        sum = sum.minus(step.grown().getOrDefault(uid, Count.NONE));
      }
    }
    // An error can be counted in a later step than its request: never more errors than requests.
    long requests = Math.max(sum.requests() - sum.cancelled(), sum.errors());
    return Optional.of(new Traffic(lastAt, requests, sum.errors(), sum.unanswered()));
  }

  private void forget() {
    Instant oldest = lastAt.minus(window);
    while (!steps.isEmpty() && !steps.getFirst().at().isAfter(oldest)) {
      steps
          .removeFirst()
          .grown()
          .forEach((uid, count) -> sums.computeIfPresent(uid, (_, sum) -> sum.minus(count)));
    }
  }

  private static Count grown(Count before, Count now) {
    return now.behind(before) ? now : now.minus(before);
  }

  private static Count count(Counts counts) {
    long unanswered = counts.connectFailures() + counts.resets() + counts.timeouts();
    return new Count(
        counts.requests(), counts.cancelled(), counts.serverErrors() + unanswered, unanswered);
  }
}
