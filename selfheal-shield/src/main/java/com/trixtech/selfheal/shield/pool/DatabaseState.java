package com.trixtech.selfheal.shield.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * What the watch knows about the database now. Immutable.
 *
 * @param prepared the first connection was made and prepared, such as its schema seen at our
 *     version
 * @param sinceAnswer time since the database last answered; empty when it never did
 * @param failingFor time since the first check of the present run of failures began; empty when the
 *     last check succeeded
 * @param failures length of that run
 * @param error the last failure's message; empty when the last check succeeded
 */
public record DatabaseState(
    boolean prepared,
    Optional<Duration> sinceAnswer,
    Optional<Duration> failingFor,
    int failures,
    String error) {

  /** One failed check may be chance, and readiness is not withdrawn for it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * True when requests have a fair chance: so they are tried during the grace, each with its own
   * bounds.
   */
  public boolean reachable() {
    return prepared && (failures < 2 || failingFor.map(f -> f.compareTo(GRACE) < 0).orElse(true));
  }

  /** A sentence for people: what, and for how long. */
  public String sentence() {
    if (failingFor.isPresent() && failures > 0) {
      return "database unreachable for " + seconds(failingFor.get()) + " s: " + error;
    }
    return prepared
        ? "database answered " + seconds(sinceAnswer.orElse(Duration.ZERO)) + " s ago"
        : "first connection to the database under way";
  }

  /** Seconds with a tenth, such as 2.3. */
  public static String seconds(Duration duration) {
    return Long.toString(duration.toMillis() / 1000) + "." + duration.toMillisPart() / 100;
  }
}
