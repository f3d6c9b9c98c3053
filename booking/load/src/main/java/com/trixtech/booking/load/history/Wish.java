package com.trixtech.booking.load.history;

import java.time.LocalDate;

/**
 * One room for some nights that one guest asked for: one booking at most may come of it, however
 * often it is sent. Immutable.
 *
 * @param number of this wish within its run, from 0
 * @param to the day of departure: the night before it is the last one
 * @param price what the search offered it for
 */
public record Wish(int number, String room, LocalDate from, LocalDate to, Money price) {

  /** The guest's address in a run: one for each wish, so that a stored booking tells its wish. */
  public String email(String run) {
    return run + "-" + number + DOMAIN;
  }

  /** The key under which it is booked. */
  public String key(String run) {
    return run + "-" + number + "-book";
  }

  private static final String DOMAIN = "@guests.example";
}
