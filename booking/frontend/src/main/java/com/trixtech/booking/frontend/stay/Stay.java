package com.trixtech.booking.frontend.stay;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * When, and for how many. Immutable.
 *
 * @param from the first night
 * @param to the day of leaving; its night is free again
 */
public record Stay(LocalDate from, LocalDate to, int guests) {
  /** The backend's limit. */
  public static final int MOST_NIGHTS = 30;

  public static final int MOST_GUESTS = 8;

  public long nights() {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** {@code from=2030-01-01&to=2030-01-03&guests=2}: safe in a URL as it is. */
  public String query() {
    return "from=" + from + "&to=" + to + "&guests=" + guests;
  }

  /** {@code 2 nights, 2 guests}. */
  public String size() {
    return (nights() == 1 ? "1 night" : nights() + " nights")
        + ", "
        + (guests == 1 ? "1 guest" : guests + " guests");
  }
}
