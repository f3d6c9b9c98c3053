package com.trixtech.selfheal.drill;

import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import java.io.IOException;
import java.net.URI;
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
  private @Nullable Instant firstFailure;
  private @Nullable Instant lastFailure;
  private boolean flowing;

  // What a test may want.
  double share = 1;
  long lost;
  boolean failing;
  boolean uncheckable;

  FakeTraffic(Time time) {
    this.time = time;
  }

  boolean flowing() {
    return flowing;
  }

  @Override
  public Running start(URI service, Drill.Load load) {
    rate = load.requestsPerSecond();
    seconds.clear();
    firstFailure = null;
    lastFailure = null;
    flowing = true;
    return this;
  }

  /** Fifty more milliseconds. */
  void flow(boolean nobodyServes) {
    if (!flowing) {
      return;
    }
    long[] second =
        seconds.computeIfAbsent(time.now().truncatedTo(ChronoUnit.SECONDS), _ -> new long[2]);
    long sent = Math.round(rate * share / 20);
    second[0] += sent;
    if (nobodyServes || failing) {
      second[1] += sent;
      firstFailure = firstFailure == null ? time.now() : firstFailure;
      lastFailure = time.now();
    }
  }

  @Override
  public long total() {
    return seconds.values().stream().mapToLong(s -> s[0]).sum();
  }

  @Override
  public long failed() {
    return seconds.values().stream().mapToLong(s -> s[1]).sum();
  }

  @Override
  public @Nullable Instant lastFailure() {
    return lastFailure;
  }

  @Override
  public Result stop() {
    flowing = false;
    List<Second> list = new ArrayList<>();
    seconds.forEach((at, s) -> list.add(new Second(at, s[0], s[1], s[1] > 0 ? 900 : 4.2)));
    return new Result(
        total(),
        failed(),
        12.34,
        firstFailure,
        lastFailure,
        failed() == 0 ? List.of() : List.of(failed() + " x status 503"),
        list);
  }

  @Override
  public Bookings check() throws IOException {
    if (uncheckable) {
      throw new IOException("status: 503 (expected: 200)");
    }
    return new Bookings(
        800, lost, 0, 0, lost == 0 ? List.of() : List.of("lost: b-1, acknowledged, key k-1"));
  }
}
