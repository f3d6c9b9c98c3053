package com.trixtech.booking.gateway.charges;

import com.trixtech.booking.gateway.http.BadInput;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A card's number, for as long as a request lasts. It is neither stored nor printed. Immutable. */
final class Card {
  private static final Pattern DIGITS = Pattern.compile("\\d{12,19}");

  /** Test numbers that are declined, as card processors publish them, each with its reason. */
  private static final Map<String, String> DECLINED =
      Map.of(
          "4000000000000002", "card_declined",
          "4000000000009995", "insufficient_funds");

  private final String number;

  private Card(String number) {
    this.number = number;
  }

  static Card of(String number) throws BadInput {
    if (!DIGITS.matcher(number).matches() || !luhn(number)) {
      throw new BadInput("card", "not shown", "12 to 19 digits, the last one the check digit");
    }
    return new Card(number);
  }

  /** Every second digit from the right is doubled; the sum of all digits is a multiple of ten. */
  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  /** Why it is declined; empty when it pays. */
  Optional<String> declined() {
    return Optional.ofNullable(DECLINED.get(number));
  }

  /** Tells two cards apart; without the secret nobody finds the number by trying them all. */
  String print(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal(number.getBytes(StandardCharsets.US_ASCII)), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256: not in this JDK (expected: in every one)", e);
    }
  }

  @Override
  public String toString() {
    return "a card";
  }
}
