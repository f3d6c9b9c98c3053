package com.trixtech.booking.backend.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A card number on its way to the provider. It is kept nowhere, and says no more than its last four
 * digits of itself in any text. Immutable.
 */
final class Card {
  static final Set<String> FIELDS = Set.of("card");
  private static final Pattern TYPED = Pattern.compile("[0-9 -]{12,30}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
  private static final String EXPECTED = "a card number of 12 to 19 digits";

  private final String number;

  private Card(String number) {
    this.number = number;
  }

  static Card of(JsonNode json) throws InvalidRequest {
    String typed = Input.text(json, "card");
    String digits = typed.replaceAll("[ -]", "");
    if (!TYPED.matcher(typed).matches() || !NUMBER.matcher(digits).matches()) {
      throw new InvalidRequest("card", typed.length() + " characters", EXPECTED);
    }
    if (!luhn(digits)) {
      throw new InvalidRequest(
          "card", "a number with a wrong check digit", EXPECTED + " without a typing error");
    }
    return new Card(digits);
  }

  /** The whole number: for the provider, and for nobody else. */
  String number() {
    return number;
  }

  String lastFour() {
    return number.substring(number.length() - 4);
  }

  /** The check that finds a wrong digit and two that changed places (ISO/IEC 7812). */
  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  @Override
  public String toString() {
    return "card …" + lastFour();
  }
}
