package com.trixtech.selfheal.drill;

import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Clients in virtual time: every request fails while nothing serves, or while told to. */
final class FakeTraffic implements Traffic, Traffic.Running {
  private final Time time;
  private final TreeMap<Instant, long[]> seconds = new TreeMap<>();
  private int rate;
  private double pageShare;
  private int usual;
  private boolean turned;
  private long deferred;
  private @Nullable Instant firstHarm;
  private @Nullable Instant lastHarm;
  private boolean flowing;
  private boolean held;

  // What a test may want.
  double share = 1;
  long lost;
  boolean failing;
  boolean shedding;
  long chargedTwice;
  boolean deferring;
  boolean deferralFails;
  Duration settledAfter = Duration.ofMillis(1500);
  boolean uncheckable;
  boolean unstoppable;
  int capacity = 160;
  boolean burstCollapses;
  boolean excessTimesOut;

  FakeTraffic(Time time) {
    this.time = time;
  }

  /** Whether the load is another than it began with. */
  boolean turned() {
    return turned;
  }

  @Override
  public void turnTo(int requestsPerSecond) {
    turned = requestsPerSecond != usual;
    rate = requestsPerSecond;
  }

  boolean flowing() {
    return flowing || held;
  }

  @Override
  public Running start(Target target, Drill.Load load) {
    rate = load.requestsPerSecond();
    usual = rate;
    pageShare = load.pageShare();
    seconds.clear();
    deferred = 0;
    firstHarm = null;
    lastHarm = null;
    flowing = true;
    held = true;
    return this;
  }

  /** Fifty more milliseconds. */
  void flow(boolean nobodyServes) {
    if (!flowing) {
      return;
    }
    long[] second =
        seconds.computeIfAbsent(time.now().truncatedTo(ChronoUnit.SECONDS), _ -> new long[3]);
    long sent = Math.round(rate * share / 20);
    second[0] += sent;
    deferred += deferring ? 1 : 0;
    long served =
        turned ? (burstCollapses && rate > capacity ? capacity / 50 : capacity / 20) : sent;
    if (sent > served) {
      second[excessTimesOut ? 1 : 2] += sent - served;
      firstHarm = firstHarm == null ? time.now() : firstHarm;
      lastHarm = time.now();
    }
    if (nobodyServes || failing || shedding || (deferring && deferralFails)) {
      second[shedding ? 2 : 1] += sent;
      firstHarm = firstHarm == null ? time.now() : firstHarm;
      lastHarm = time.now();
    }
  }

  @Override
  public long total() {
    return sum(0);
  }

  @Override
  public long harmed() {
    return sum(1) + sum(2);
  }

  private long sum(int which) {
    return seconds.values().stream().mapToLong(s -> s[which]).sum();
  }

  @Override
  public @Nullable Instant lastHarm() {
    return lastHarm;
  }

  @Override
  public Result stop() {
    if (unstoppable) {
      throw new IllegalStateException("gone");
    }
    flowing = false;
    List<Second> list = new ArrayList<>();
    seconds.forEach((at, s) ->
        list.add(new Second(at, s[0], s[0] - s[1] - s[2], s[2], s[1], s[1] > 0 ? 900 : 4.2)));
    return new Result(
        total(),
        sum(1),
        sum(2),
        deferred,
        12.34,
        firstHarm,
        lastHarm,
        sum(1) == 0 ? List.of() : List.of(sum(1) + " x status 503"),
        list,
        Math.round(total() * pageShare),
        Math.round(harmed() * pageShare));
  }

  @Override
  public void close() {
    held = false;
  }

  @Override
  public Books check() throws IOException {
    if (uncheckable) {
      throw new IOException("status: 503 (expected: 200)");
    }
    return new Books(
        800,
        lost,
        0,
        0,
        new Payments(
            500,
            600 + chargedTwice,
            100,
            chargedTwice,
            0,
            0,
            0,
            0,
            settledAfter,
            12_000,
            2000,
            10_000),
        lost == 0 ? List.of() : List.of("Lost: b-1"));
  }
}
