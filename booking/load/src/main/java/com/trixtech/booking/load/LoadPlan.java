package com.trixtech.booking.load;

import com.trixtech.booking.load.guest.Deck;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What traffic to make. Immutable.
 *
 * @param backend where the service is, such as {@code http://127.0.0.1:3000}
 * @param profile the mean number of requests a second; guests arrive whether or not earlier ones
 *     were served
 * @param writeShare part of the requests that book, pay or cancel, 0 to {@link Deck#MOST_WRITES}
 * @param seed same seed, same guests in the same order
 * @param requestTimeout a request unanswered for so long counts as failed
 * @param thinkTime mean pause of a guest between an answer and the next request; each takes 0.5 to
 *     1.5 of it. Far shorter than people's, so that a run of seconds sees whole visits
 * @param pages null where nobody comes through the pages
 * @param freshConnections each request comes on a connection of its own, for a Service that spreads
 *     connections and not requests: few guests on few connections would all meet the same instance
 */
public record LoadPlan(
    URI backend,
    Profile profile,
    double writeShare,
    long seed,
    Duration requestTimeout,
    Duration thinkTime,
    @Nullable Pages pages,
    boolean freshConnections) {

  /**
   * Guests who come through the pages and send real forms.
   *
   * @param frontend where the pages are, such as {@code http://127.0.0.1:3080}
   * @param share of the profile's requests, more than 0 and at most 1
   */
  public record Pages(URI frontend, double share) {
    public Pages {
      check(share > 0 && share <= 1, "share", share, "more than 0, at most 1");
      address("frontend", frontend);
    }
  }

  public LoadPlan {
    check(
        writeShare >= 0 && writeShare <= Deck.MOST_WRITES,
        "writeShare",
        writeShare,
        "0 to " + Deck.MOST_WRITES);
    check(requestTimeout.isPositive(), "requestTimeout", requestTimeout, "more than zero");
    check(thinkTime.isPositive(), "thinkTime", thinkTime, "more than zero");
    address("backend", backend);
  }

  /** Nobody comes through the pages, and connections are kept. */
  public LoadPlan(
      URI backend,
      Profile profile,
      double writeShare,
      long seed,
      Duration requestTimeout,
      Duration thinkTime) {
    this(backend, profile, writeShare, seed, requestTimeout, thinkTime, null, false);
  }

  /** The project's usual mix: 40 % writes, 5 s for a request, a quarter of a second to think. */
  public static LoadPlan of(URI backend, Profile profile) {
    return new LoadPlan(backend, profile, 0.4, 1, Duration.ofSeconds(5), Duration.ofMillis(250));
  }

  /** The same, each request on a connection of its own. */
  public LoadPlan withFreshConnections() {
    return new LoadPlan(backend, profile, writeShare, seed, requestTimeout, thinkTime, pages, true);
  }

  private static void address(String what, URI uri) {
    check("http".equals(uri.getScheme()) && uri.getHost() != null, what, uri, "an http:// address");
  }

  private static void check(boolean good, String what, Object value, String expected) {
    if (!good) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
