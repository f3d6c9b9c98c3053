package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.core.model.Policy;
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
  private record Count(
      long requests, long cancelled, long errors, long unanswered, AnswerTimes times) {
    static final Count NONE = new Count(0, 0, 0, 0, AnswerTimes.NONE);

    Count plus(Count other) {
      return new Count(
          requests + other.requests,
          cancelled + other.cancelled,
          errors + other.errors,
          unanswered + other.unanswered,
          times.plus(other.times));
    }

    Count minus(Count other) {
      return new Count(
          requests - other.requests,
          cancelled - other.cancelled,
          errors - other.errors,
          unanswered - other.unanswered,
          times.minus(other.times));
    }

    boolean behind(Count other) {
      return requests < other.requests || cancelled < other.cancelled || errors < other.errors;
    }
  }

  private record Step(Instant from, Instant at, Map<String, Count> grown) {}

  /** What was asked last of an instance, until the next statistics: it is asked more often. */
  private record Known(Instant since, Duration window, Traffic traffic) {}

  private final Deque<Step> steps = new ArrayDeque<>();
  private final Map<String, Known> known = new HashMap<>();
  private Duration longest = Policy.ServiceLevel.DEFAULT.window();
  private @Nullable Map<String, Count> last;
  private Instant lastAt = Instant.MIN;

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
        now.merge(endpoint.uid(), count(endpoint), Count::plus);
      }
    }
    Map<String, Count> before = last;
    if (before != null) {
      Map<String, Count> grown = new HashMap<>();
      now.forEach(
          (uid, count) -> grown.put(uid, grown(before.getOrDefault(uid, Count.NONE), count)));
      steps.addLast(new Step(lastAt, stats.at(), grown));
    }
    last = now;
    lastAt = stats.at();
    known.clear();
    Instant oldest = lastAt.minus(longest);
    while (!steps.isEmpty() && !steps.getFirst().at().isAfter(oldest)) {
      steps.removeFirst();
    }
  }

  /**
   * What clients saw of this instance; its time is that of the last statistics, so that its age
   * shows. Empty when the proxy does not know the instance.
   *
   * @param since when its process began: what another saw to before says nothing about this one. A
   *     step of the statistics that began earlier is left out whole
   * @param window how far back to look; one that is longer than all asked for before fills only
   *     from now on
   */
  public synchronized Optional<Traffic> of(String uid, Instant since, Duration window) {
    if (!window.isPositive()) {
      throw new IllegalArgumentException("window: " + window + " (expected: > PT0S)");
    }
    longest = longest.compareTo(window) < 0 ? window : longest;
    if (last == null || !last.containsKey(uid)) {
      return Optional.empty();
    }
    Known before = known.get(uid);
    if (before == null || !before.since().equals(since) || !before.window().equals(window)) {
      before = new Known(since, window, sum(uid, since, lastAt.minus(window)));
      known.put(uid, before);
    }
    return Optional.of(before.traffic());
  }

  private Traffic sum(String uid, Instant since, Instant oldest) {
    Count sum = Count.NONE;
    for (Step step : steps) {
      if (step.at().isAfter(oldest) && !step.from().isBefore(since)) {
        sum = sum.plus(step.grown().getOrDefault(uid, Count.NONE));
      }
    }
    // An error can be counted in a later step than its request: never more errors than requests.
    long requests = Math.max(sum.requests() - sum.cancelled(), sum.errors());
    return new Traffic(
        lastAt, requests, sum.errors(), sum.unanswered(), sum.times().p99().orElse(null));
  }

  private static Count grown(Count before, Count now) {
    return now.behind(before) ? now : now.minus(before);
  }

  private static Count count(EndpointStats endpoint) {
    Counts counts = endpoint.counts();
    long unanswered = counts.connectFailures() + counts.resets() + counts.timeouts();
    return new Count(
        counts.requests(),
        counts.cancelled(),
        counts.serverErrors() + unanswered,
        unanswered,
        AnswerTimes.of(endpoint.answers()));
  }
}
