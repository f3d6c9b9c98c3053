package com.trixtech.booking.load;

import java.net.URI;
import java.time.Duration;

/**
 * What traffic to make. Immutable.
 *
 * @param target where the service is, such as {@code http://127.0.0.1:8080}
 * @param requestsPerSecond arrivals, evenly spaced, whether or not earlier requests were answered
 * @param bookingShare part of the requests that book, 0 to 1; the rest reads
 * @param seed same seed, same order of reads, bookings and duplicates
 * @param requestTimeout a request unanswered for so long counts as failed
 */
public record LoadPlan(
    URI target, int requestsPerSecond, double bookingShare, long seed, Duration requestTimeout) {
  public LoadPlan {
    check(
        requestsPerSecond >= 1 && requestsPerSecond <= 10_000,
        "requestsPerSecond",
        requestsPerSecond,
        "1 to 10000");
    check(bookingShare >= 0 && bookingShare <= 1, "bookingShare", bookingShare, "0 to 1");
    check(requestTimeout.isPositive(), "requestTimeout", requestTimeout, "more than zero");
    check("http".equals(target.getScheme()), "target", target, "an http:// address");
  }

  private static void check(boolean good, String what, Object value, String expected) {
    if (!good) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
