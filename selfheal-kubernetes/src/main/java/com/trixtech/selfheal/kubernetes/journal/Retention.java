package com.trixtech.selfheal.kubernetes.journal;

import java.time.Duration;

/**
 * How much history is kept.
 *
 * @param incidents closed incidents whose Remediations stay
 * @param age what is younger always stays: rate limits and recurrences look back
 */
public record Retention(int incidents, Duration age) {
  /** A hundred cases to read with kubectl; a day is longer than any budget's window. */
  public static final Retention DEFAULT = new Retention(100, Duration.ofDays(1));

  public Retention {
    if (incidents < 1 || age.isNegative()) {
      throw new IllegalArgumentException(
          "retention: incidents=%d age=%s (expected: >= 1, >= PT0S)".formatted(incidents, age));
    }
  }
}
