package com.trixtech.booking.load.history;

/**
 * An amount. Immutable.
 *
 * @param currency ISO 4217
 * @param minor in the currency's smallest unit, such as cents
 */
public record Money(String currency, long minor) {
  @Override
  public String toString() {
    return minor + " " + currency;
  }
}
