package com.trixtech.booking.backend.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;

/**
 * An amount in the smallest unit of its currency, such as cents. Immutable.
 *
 * @param currency three capital letters, as ISO 4217 has them
 */
public record Money(String currency, long minor) {

  public Money times(long count) {
    return new Money(currency, Math.multiplyExact(minor, count));
  }

  public ObjectNode json() {
    return Answer.object().put("currency", currency).put("minor", minor);
  }
}
