package com.trixtech.booking.gateway.charges;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;
import java.time.Instant;
import java.util.Optional;

/**
 * What is stored under a key. Immutable.
 *
 * @param wish empty for a key that was cancelled before it was ever used
 * @param reason why it was declined
 * @param refunded in the smallest unit of the charge's currency
 */
record Charge(
    String key,
    State state,
    Optional<ChargeWish> wish,
    Optional<String> reason,
    long refunded,
    Instant createdAt) {

  /** It never changes: a charge that was made is taken back by refunds only. */
  enum State {
    SUCCEEDED("Succeeded"),
    DECLINED("Declined"),
    CANCELLED("Cancelled");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Whether so much is left of it, in its own currency. */
  boolean canRefund(Money more) {
    return state == State.SUCCEEDED
        && wish.isPresent()
        && wish.get().amount().currency().equals(more.currency())
        && more.minor() <= wish.get().amount().minor() - refunded;
  }

  ObjectNode json() {
    var json = Answer.object().put("key", key).put("state", state.word());
    wish.ifPresent(w -> {
      json.set("amount", w.amount().json());
      json.put("reference", w.reference());
      json.set("refunded", new Money(w.amount().currency(), refunded).json());
    });
    reason.ifPresent(r -> json.put("reason", r));
    return json.put("createdAt", createdAt.toString());
  }
}
