package com.trixtech.booking.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the guests of a run met with. Immutable.
 *
 * <p>Each request that ended counts once: {@code total = ok + deferred + shed + failed}. Latencies
 * count from the moment when a request was due, so that a stall is charged to every request that it
 * delayed. Expected refusals are ok: a room that somebody else took, a bad card that was declined.
 *
 * @param ok answered as the contract says: the goodput
 * @param deferred payments that were taken and are settled later (202)
 * @param shed turned away with 503 and Retry-After
 * @param failed any other 5xx, a time-out, a cut connection, or an answer that contradicts the
 *     contract
 * @param failures failed requests by kind, such as {@code status 500} or {@code timeout}
 * @param turnedAway the shed ones; null where there was none
 * @param acknowledged bookings that were answered with 201, repeated answers counted once
 * @param visits guests that arrived
 * @param phases what each phase of the profile met with, in their order
 * @param pages those of the requests that were for pages
 */
public record LoadReport(
    long total,
    long ok,
    long deferred,
    long shed,
    long failed,
    Duration p50,
    Duration p99,
    Duration max,
    Map<String, Failures> failures,
    @Nullable Failures turnedAway,
    long acknowledged,
    long visits,
    List<Phase> phases,
    Pages pages) {

  /** Requests for pages, forms included; they are among all the others as well. */
  public record Pages(long total, long shed, long failed) {}

  /**
   * One kind of failure: how often, and when first and last (the instants when the requests were
   * due).
   */
  public record Failures(long count, Instant first, Instant last) {

    /** The same, and one more. */
    public Failures and(Instant due) {
      return new Failures(
          count + 1, due.isBefore(first) ? due : first, due.isAfter(last) ? due : last);
    }
  }

  /**
   * The requests that were due in the second that begins at {@code at}.
   *
   * @param p99 counted from when a request was due
   */
  public record Second(
      Instant at, long total, long ok, long deferred, long shed, long failed, Duration p99) {}

  /**
   * The requests that were due in one phase of the profile.
   *
   * @param wanted requests a second, as planned
   * @param lasted how long the phase was, within the run
   */
  public record Phase(
      int wanted, Duration lasted, long total, long ok, long deferred, long shed, long failed) {

    /** Good answers a second. */
    public double goodput() {
      double seconds = lasted.toNanos() / 1e9;
      return seconds == 0 ? 0 : ok / seconds;
    }
  }

  public LoadReport {
    failures = Map.copyOf(failures);
    phases = List.copyOf(phases);
  }

  /** When the first request that failed was due. */
  public Optional<Instant> firstFailure() {
    return failures.values().stream().map(Failures::first).min(Instant::compareTo);
  }

  /** When the last request that failed was due. */
  public Optional<Instant> lastFailure() {
    return failures.values().stream().map(Failures::last).max(Instant::compareTo);
  }
}
