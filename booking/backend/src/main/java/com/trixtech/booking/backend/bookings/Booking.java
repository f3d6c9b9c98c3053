package com.trixtech.booking.backend.bookings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.backend.http.Answer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One booking as stored: a resource, for a customer, from an instant until before another.
 * Immutable.
 *
 * @param seq position in the order of creation; pages are cut by it
 */
record Booking(
    UUID id,
    long seq,
    String resource,
    Instant from,
    Instant to,
    String customer,
    Optional<String> idempotencyKey,
    Instant createdAt,
    Optional<Instant> cancelledAt) {

  /**
   * As it was when it was made: what a replay of the first answer shows, even after a cancellation.
   */
  Booking asCreated() {
    return new Booking(
        id, seq, resource, from, to, customer, idempotencyKey, createdAt, Optional.empty());
  }

  ObjectNode json() {
    return Answer.object()
        .put("id", id.toString())
        .put("resource", resource)
        .put("from", from.toString())
        .put("to", to.toString())
        .put("customer", customer)
        .put("idempotencyKey", idempotencyKey.orElse(null))
        .put("createdAt", createdAt.toString())
        .put("cancelledAt", text(cancelledAt));
  }

  private static @Nullable String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }
}
