package com.trixtech.booking.load.guest;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.random.RandomGenerator;

/**
 * The nights that a guest looks for. Immutable.
 *
 * @param popular many want them, and all want the cheapest room: here guests meet
 */
record Stay(LocalDate from, LocalDate to, boolean popular) {
  /** Less than the ten years that can be booked. */
  private static final int HORIZON_DAYS = 3600;

  /** Tomorrow may be today before the answer comes. */
  private static final int SOONEST_DAYS = 2;

  private static final int LONGEST_NIGHTS = 5;
  private static final double POPULAR_SHARE = 0.08;
  private static final int POPULAR_WEEKENDS = 4;

  /** So many guests later the next weekend is the popular one, before this one is sold out. */
  private static final int GUESTS_OF_A_WEEKEND = 400;

  static Stay choose(LocalDate today, long guest, RandomGenerator random) {
    if (random.nextDouble() < POPULAR_SHARE) {
      long week = guest / GUESTS_OF_A_WEEKEND + random.nextInt(POPULAR_WEEKENDS);
      LocalDate friday =
          today
              .plusDays(SOONEST_DAYS + 7 * (week % (HORIZON_DAYS / 7 - 2)))
              .with(TemporalAdjusters.next(DayOfWeek.FRIDAY));
      return new Stay(friday, friday.plusDays(2), true);
    }
    LocalDate from = today.plusDays(SOONEST_DAYS + random.nextInt(HORIZON_DAYS));
    return new Stay(from, from.plusDays(1 + random.nextInt(LONGEST_NIGHTS)), false);
  }
}
