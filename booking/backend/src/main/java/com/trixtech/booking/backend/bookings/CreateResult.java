package com.trixtech.booking.backend.bookings;

/** What came of a wish to book. */
sealed interface CreateResult {
  /** Booked: now, or by an earlier request with the same key ({@code replayed}). */
  record Created(Booking booking, boolean replayed) implements CreateResult {}

  /**
   * The slot overlaps an active booking: now, or when an earlier request with the same key asked.
   */
  record Taken(boolean replayed) implements CreateResult {}

  /** The idempotency key was used before, for a different request. */
  record KeyReused() implements CreateResult {}
}
