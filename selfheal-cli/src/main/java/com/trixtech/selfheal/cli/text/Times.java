package com.trixtech.selfheal.cli.text;

import com.trixtech.selfheal.core.model.Span;
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

  /** {@link Span}, in whole seconds. */
  public static String brief(Duration time) {
    return Span.of(Duration.ofSeconds(time.toSeconds()));
  }

  private static String exact(Duration time) {
    return time.toSeconds() < 100
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : brief(time);
  }
}
