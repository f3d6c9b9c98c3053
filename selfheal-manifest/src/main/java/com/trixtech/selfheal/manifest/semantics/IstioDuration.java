package com.trixtech.selfheal.manifest.semantics;

import java.time.Duration;

/**
 * Durations of a DestinationRule: Go's spelling, but never negative and never a positive value
 * under a millisecond. Stateless.
 */
public final class IstioDuration {
  private IstioDuration() {}

  /**
   * Parses one duration.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} when the text is not one that
   *     Istio accepts
   */
  public static Duration parse(String text) {
    Duration parsed = GoDuration.parse(text);
    if (parsed.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(text + " (expected: >= 1ms)");
    }
    return parsed;
  }
}
