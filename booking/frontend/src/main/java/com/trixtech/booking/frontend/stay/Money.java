package com.trixtech.booking.frontend.stay;

/**
 * An amount in the smallest unit of its currency. Immutable.
 *
 * @param currency an ISO 4217 code
 * @param minor cents, for a currency that has them
 */
public record Money(String currency, long minor) {

  /** As a guest reads it: {@code €129}, {@code €129.50}, {@code CHF 80}. */
  @Override
  public String toString() {
    String sign = currency.equals("EUR") ? "€" : currency + " ";
    long whole = Math.abs(minor) / 100;
    long cents = Math.abs(minor) % 100;
    String amount = cents == 0 ? "%,d".formatted(whole) : "%,d.%02d".formatted(whole, cents);
    return (minor < 0 ? "-" : "") + sign + amount;
  }
}
