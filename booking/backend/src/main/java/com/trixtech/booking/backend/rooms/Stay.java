package com.trixtech.booking.backend.rooms;

import com.trixtech.booking.backend.http.InvalidRequest;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Nights in a row. Immutable.
 *
 * @param from the first night
 * @param to the day of leaving: its night is free again
 */
public record Stay(LocalDate from, LocalDate to) {
  private static final int LONGEST = 30;
  private static final int HORIZON_YEARS = 10;

  /** Whether it can still be asked for is another question, of {@link #ahead}. */
  public static Stay of(LocalDate from, LocalDate to) throws InvalidRequest {
    var stay = new Stay(from, to);
    if (stay.nights() < 1 || stay.nights() > LONGEST) {
      throw new InvalidRequest(
          "to", to.toString(), "after from (" + from + "), by at most " + LONGEST + " nights");
    }
    return stay;
  }

  /**
   * This stay, if it can be asked for today.
   *
   * @throws InvalidRequest if it has begun already, or is too far away
   */
  public Stay ahead(LocalDate today) throws InvalidRequest {
    LocalDate horizon = today.plusYears(HORIZON_YEARS);
    if (from.isBefore(today) || from.isAfter(horizon)) {
      throw new InvalidRequest("from", from.toString(), today + " to " + horizon);
    }
    return this;
  }

  public long nights() {
    return ChronoUnit.DAYS.between(from, to);
  }
}
