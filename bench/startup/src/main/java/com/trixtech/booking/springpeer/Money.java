package com.trixtech.booking.springpeer;

/** An amount in the currency's smallest unit. Immutable. */
record Money(String currency, long minor) {
  Money times(long factor) {
    return new Money(currency, Math.multiplyExact(minor, factor));
  }
}
