package com.trixtech.booking.load.guest;

/** An answer that the contract does not allow; the message is what it says instead. */
final class Contradiction extends Exception {
  private static final long serialVersionUID = 1;

  Contradiction(String message) {
    super(message, null, false, false);
  }
}
