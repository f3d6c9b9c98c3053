package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.web.FieldError;
import java.util.List;
import java.util.Optional;

/**
 * Reads a card number as people type it. It is passed on and forgotten: never shown again, stored
 * or logged, which is why this is no record with a {@code toString}.
 */
final class CardNumber {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 19;

  private CardNumber() {}

  /** The digits, when they can be a card's. */
  static Optional<String> digits(String typed) {
    String digits = typed.replaceAll("[\\s-]", "");
    boolean right =
        digits.length() >= SHORTEST
            && digits.length() <= LONGEST
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && checks(digits);
    return right ? Optional.of(digits) : Optional.empty();
  }

  static List<FieldError> errors(String typed) {
    if (typed.isBlank()) {
      return List.of(new FieldError("card", "Enter the number of your card"));
    }
    return digits(typed).isPresent()
        ? List.of()
        : List.of(
            new FieldError(
                "card",
                "Check the number: a card has 12 to 19 digits, and these cannot be right together"));
  }

  /** Luhn's check digit. */
  private static boolean checks(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
