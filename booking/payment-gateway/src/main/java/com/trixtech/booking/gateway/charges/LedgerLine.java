package com.trixtech.booking.gateway.charges;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;
import java.util.Optional;

/**
 * One thing that happened, in the order of commits. Immutable.
 *
 * @param charge the charge that a refund is of
 * @param reference the caller's name for what was paid; a cancelled key has none, and no amount
 */
record LedgerLine(
    long seq,
    Kind kind,
    String key,
    Optional<String> charge,
    Optional<String> reference,
    Optional<Money> amount,
    String at) {

  /** What happened. */
  enum Kind {
    CHARGE("Charge"),
    DECLINE("Decline"),
    CANCEL("Cancel"),
    REFUND("Refund");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  ObjectNode json() {
    var json = Answer.object().put("seq", seq).put("kind", kind.word).put("key", key);
    charge.ifPresent(c -> json.put("charge", c));
    reference.ifPresent(r -> json.put("reference", r));
    amount.ifPresent(a -> json.set("amount", a.json()));
    return json.put("at", at);
  }
}
