package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.system.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a burst, in requests a second. Immutable.
 *
 * @param capacity as declared
 * @param times the burst, in capacities
 * @param offeredAtCapacity requests that were sent while the load was at capacity
 * @param atCapacity those of them that were answered well
 * @param offered requests that were sent in the burst
 * @param goodput those of them that were answered well
 * @param gone from the burst's end until its guests have gone: the load is below the capacity
 * @param servedAgain from then until the last request that failed or was turned away
 */
public record Overload(
    int capacity,
    int times,
    double offeredAtCapacity,
    double atCapacity,
    double offered,
    double goodput,
    Duration gone,
    Duration servedAgain) {
  /** Guests come one after the other, and each sends for some seconds: so long the load rises. */
  private static final Duration RISE = Duration.ofSeconds(4);

  /** Less than this part of what was meant to be sent or served, and nothing was tested. */
  private static final double ENOUGH = 0.85;

  /** Empty where there was no burst, or not all of it. */
  public static Optional<Overload> of(Evidence seen) {
    Instant from = seen.faultAt();
    Instant over = seen.faultEndedAt();
    if (!(seen.drill().disturbance() instanceof Disturbance.Burst burst)
        || from == null
        || over == null
        || over.isBefore(from.plus(burst.duration()))) {
      return Optional.empty();
    }
    Instant top = from.plus(burst.lead());
    List<Traffic.Second> lead = seconds(seen, from.plus(RISE), top);
    List<Traffic.Second> peak = seconds(seen, top, over);
    Instant below = below(seen).orElse(null);
    Instant served = served(seen).orElse(null);
    if (lead.isEmpty() || peak.isEmpty() || below == null || served == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Overload(
            burst.capacity(),
            burst.times(),
            offered(lead),
            good(lead),
            offered(peak),
            good(peak),
            Duration.between(over, below),
            Duration.between(below, served)));
  }

  /** The first second after the burst in which no more was asked for than can be served. */
  static Optional<Instant> below(Evidence seen) {
    Instant over = seen.faultEndedAt();
    return over != null && seen.drill().disturbance() instanceof Disturbance.Burst burst
        ? seen.traffic().seconds().stream()
            .filter(s -> !s.at().isBefore(over) && s.total() <= burst.capacity())
            .map(Traffic.Second::at)
            .findFirst()
        : Optional.empty();
  }

  /** When the last request was due that was not served; no sooner than {@link #below}. */
  static Optional<Instant> served(Evidence seen) {
    Instant last = seen.traffic().lastHarm();
    return below(seen).map(below -> last == null || last.isBefore(below) ? below : last);
  }

  private static List<Traffic.Second> seconds(Evidence seen, Instant from, Instant to) {
    return seen.traffic().seconds().stream()
        .filter(s -> !s.at().isBefore(from) && !s.at().plusSeconds(1).isAfter(to))
        .toList();
  }

  private static double offered(List<Traffic.Second> seconds) {
    return seconds.stream().mapToLong(Traffic.Second::total).average().orElse(0);
  }

  private static double good(List<Traffic.Second> seconds) {
    return seconds.stream().mapToLong(Traffic.Second::good).average().orElse(0);
  }

  /** The goodput in the burst, of that at capacity. */
  public double ratio() {
    return atCapacity == 0 ? 0 : goodput / atCapacity;
  }

  /** Whether the system did what it was declared able to do, and the generator what it was told. */
  public boolean tested() {
    return atCapacity >= ENOUGH * capacity && offered >= ENOUGH * times * capacity;
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%.1f/s of %.1f/s at the capacity of %d/s, %.1f/s of %.1f/s in the burst: %.2f",
        atCapacity,
        offeredAtCapacity,
        capacity,
        goodput,
        offered,
        ratio());
  }
}
