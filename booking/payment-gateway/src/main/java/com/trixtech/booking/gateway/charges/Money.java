package com.trixtech.booking.gateway.charges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.http.Input;
import com.trixtech.booking.http.Answer;
import java.util.regex.Pattern;

/**
 * An amount in the smallest unit of its currency. Immutable.
 *
 * @param currency three capital letters, as ISO 4217 has them
 */
public record Money(String currency, long minor) {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** Ten million in a currency with cents; more is a mistake of the caller's. */
  static final long MOST = 1_000_000_000;

  static Money of(JsonNode amount) throws BadInput {
    if (!amount.isObject()) {
      throw new BadInput("amount", amount, "{\"currency\":\"EUR\",\"minor\":12900}");
    }
    Input.only("amount", amount, "currency", "minor");
    String currency = Input.text(amount, "currency", CURRENCY, "three capital letters");
    JsonNode minor = amount.path("minor");
    if (!minor.isIntegralNumber()
        || !minor.canConvertToLong()
        || minor.longValue() < 1
        || minor.longValue() > MOST) {
      throw new BadInput("minor", minor, "a whole number from 1 to " + MOST);
    }
    return new Money(currency, minor.longValue());
  }

  ObjectNode json() {
    return Answer.object().put("currency", currency).put("minor", minor);
  }
}
