package com.trixtech.booking.frontend.stay;

/**
 * A room as it is always, on whatever night. Immutable.
 *
 * @param id such as {@code harbour-101}
 * @param guests how many may sleep in it
 * @param price for one night
 */
public record Room(
    String id, String house, String type, int beds, int guests, Money price, String description) {

  /** The part of the id that people know the room by: {@code 101}. */
  public String number() {
    return id.substring(id.lastIndexOf('-') + 1);
  }

  /** {@code 2 beds}. */
  public String bedsText() {
    return beds == 1 ? "1 bed" : beds + " beds";
  }
}
