package com.trixtech.selfheal.images;

/** What was given cannot be built from: the message says what, and what was expected. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1;

  Unusable(String message) {
    super(message);
  }
}
