package com.trixtech.booking.gateway.charges;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;
import java.time.Instant;

/** Money that went back, stored under its own key. Immutable. */
record Refund(String key, String charge, Money amount, Instant createdAt) {
  ObjectNode json() {
    var json = Answer.object().put("key", key).put("charge", charge);
    json.set("amount", amount.json());
    return json.put("createdAt", createdAt.toString());
  }
}
