package com.trixtech.booking.gateway.http;

/** The caller sent what cannot be used; it becomes a 400 with this message. */
public final class BadInput extends Exception {
  private static final long serialVersionUID = 1;

  public BadInput(String what, Object value, String expected) {
    super(what + ": " + value + " (expected: " + expected + ")", null, false, false);
  }
}
