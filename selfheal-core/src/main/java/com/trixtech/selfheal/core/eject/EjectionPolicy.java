package com.trixtech.selfheal.core.eject;

import java.time.Duration;

/**
 * The arithmetic of ejection, without any state: when, how many, how long. Immutable and
 * thread-safe.
 *
 * @param settings what the DestinationRule asks for
 */
public record EjectionPolicy(EjectionSettings settings) {

  /** The cap of a grown ejection time, Envoy's default; a longer base time is its own cap. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** Whether so many errors in a row take an endpoint out. */
  boolean ejects(int serverErrorsInRow, int gatewayErrorsInRow, int localOriginFailuresInRow) {
    return reached(settings.consecutive5xxErrors(), serverErrorsInRow)
        || reached(settings.consecutiveGatewayErrors(), gatewayErrorsInRow)
        || reached(settings.consecutiveLocalOriginFailures(), localOriginFailuresInRow);
  }

  private static boolean reached(int threshold, int count) {
    return threshold > 0 && count >= threshold;
  }

  /**
   * How many of {@code members} endpoints may be ejected at once: rounded down, at least one of two
   * when allowed at all.
   */
  public int mostEjected(int members) {
    int share = members * settings.maxEjectionPercent() / 100;
    boolean oneIsAllowed = settings.maxEjectionPercent() > 0 && members >= 2;
    return Math.max(share, oneIsAllowed ? 1 : 0);
  }

  /**
   * How long the ejection lasts that is the {@code timesInRow}-th (from 1) without the memory of
   * the earlier ones faded.
   */
  public Duration ejectionTime(int timesInRow) {
    Duration cap =
        settings.baseEjectionTime().compareTo(LONGEST) > 0 ? settings.baseEjectionTime() : LONGEST;
    Duration grown = settings.baseEjectionTime().multipliedBy(timesInRow);
    return grown.compareTo(cap) > 0 ? cap : grown;
  }

  /**
   * Whether so few endpoints are left that using all of them is better: an ejected endpoint may
   * work, none never does.
   */
  boolean panics(int members, int ejected) {
    int left = members - ejected;
    return left <= 0 || left * 100L < (long) settings.minHealthPercent() * members;
  }
}
