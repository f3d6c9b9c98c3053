package com.trixtech.booking.frontend.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates and times as people read them, the same on every page. */
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Words() {}

  /** {@code Fri 4 Dec 2026}. */
  public static String day(LocalDate date) {
    return DAY.format(date);
  }

  /** {@code 14:32 UTC}. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** {@code 4 minutes}; a part of a minute counts as a whole one, and less than none as none. */
  public static String minutes(Duration left) {
    long seconds = Math.max(0, left.toSeconds());
    long minutes = (seconds + 59) / 60;
    return minutes == 1 ? "1 minute" : minutes + " minutes";
  }

  /** How long ago: {@code 20 seconds ago}, {@code 4 minutes ago}, {@code 3 hours ago}. */
  public static String ago(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return count(seconds, "second");
    }
    return seconds < 7200 ? count(seconds / 60, "minute") : count(seconds / 3600, "hour");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s") + " ago";
  }
}
