package com.trixtech.booking.frontend.backend;

/**
 * The backend could not answer now: unreachable, too slow, overloaded, or cut off by the breaker.
 * The message is for the log; guests are told in the pages' own words.
 */
public final class BackendAway extends Exception {
  private static final long serialVersionUID = 1;

  BackendAway(String message, Throwable cause) {
    super(message, cause);
  }
}
