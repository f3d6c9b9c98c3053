package com.trixtech.booking.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the clients of a run met with. Immutable.
 *
 * <p>Failed is a status of 500 or more, a connection error, or a time-out. Latencies count from the
 * moment when a request was due, so that a stall is charged to every request that it delayed.
 *
 * @param total requests that were sent and have ended
 * @param failures failed requests by kind, such as {@code status 503} or {@code timeout}
 * @param rejected answers of 400 to 499: not expected, since every booking has a slot of its own
 * @param acknowledged bookings that were answered with 201, duplicates counted once
 */
public record LoadReport(
    long total,
    long failed,
    long rejected,
    Duration p50,
    Duration p99,
    Duration max,
    Map<String, Failures> failures,
    Optional<Instant> firstFailure,
    Optional<Instant> lastFailure,
    long acknowledged) {

  /**
   * One kind of failure: how often, and when first and last (the instants when the requests were
   * due).
   */
  public record Failures(long count, Instant first, Instant last) {
    Failures and(Instant due) {
      return new Failures(
          count + 1, due.isBefore(first) ? due : first, due.isAfter(last) ? due : last);
    }
  }

  /**
   * The requests that were due in the second that begins at {@code at}.
   *
   * @param p99 counted from when a request was due
   */
  public record Second(Instant at, long total, long failed, Duration p99) {}

  public LoadReport {
    failures = Map.copyOf(failures);
  }
}
