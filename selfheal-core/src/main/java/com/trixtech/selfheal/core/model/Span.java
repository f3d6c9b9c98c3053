package com.trixtech.selfheal.core.model;

import java.time.Duration;

/** A duration in a sentence for people. Stateless. */
public final class Span {
  private Span() {}

  /**
   * Whole units, the two largest: {@code 45 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 d 4
   * h}; below a second {@code 250 ms}.
   */
  public static String of(Duration time) {
    long seconds = time.toSeconds();
    if (seconds == 0 && !time.isZero()) {
      return time.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
