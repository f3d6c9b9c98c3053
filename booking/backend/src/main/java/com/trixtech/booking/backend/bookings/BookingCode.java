package com.trixtech.booking.backend.bookings;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The code that a guest says on the telephone: {@value #LENGTH} of thirty signs that no one takes
 * for another (no 0 O, 1 I L, U V). Two in a row have nothing in common, so that a code cannot be
 * guessed from another.
 */
final class BookingCode {
  static final String SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  static final int LENGTH = 7;

  private static final SecureRandom RANDOM = new SecureRandom();

  private BookingCode() {}

  static String next() {
    var code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
    }
    return code.toString();
  }

  /** As people type it: small letters, spaces and dashes are forgiven. */
  static String typed(String text) {
    return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }
}
