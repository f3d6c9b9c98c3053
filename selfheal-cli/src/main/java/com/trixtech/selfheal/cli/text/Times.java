package com.trixtech.selfheal.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times for people: how long ago first, the absolute time in UTC where details are asked for. */
public final class Times {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2026-11-23 22:10:47Z}. */
  public static String utc(@Nullable Instant at) {
    return at == null ? "-" : UTC.format(at);
  }

  /** {@code 22:10:47Z}. */
  public static String clock(Instant at) {
    return CLOCK.format(at);
  }

  /** {@code 12 s ago}, or {@code in 12 s}. */
  public static String ago(Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    return age.isNegative() ? "in " + brief(age.negated()) : brief(age) + " ago";
  }

  /** {@code +3.2 s} after {@code start}. */
  public static String offset(Instant at, Instant start) {
    Duration after = Duration.between(start, at);
    return (after.isNegative() ? "-" : "+") + exact(after.abs());
  }

  /**
   * Whole units, the two largest: {@code 45 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 d 4
   * h}.
   */
  public static String brief(Duration time) {
    long seconds = time.toSeconds();
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

  private static String exact(Duration time) {
    return time.toSeconds() < 100
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : brief(time);
  }
}
