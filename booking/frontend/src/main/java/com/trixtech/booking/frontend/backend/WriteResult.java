package com.trixtech.booking.frontend.backend;

import com.trixtech.booking.frontend.stay.Booking;

/**
 * What became of a booking, a payment or a cancellation that the backend answered. That it did not
 * answer is {@link BackendAway}: then nobody knows, and the same key may be sent again.
 */
public sealed interface WriteResult {
  /** Done, or under way: the booking's own states say which. A declined card is here too. */
  record Accepted(Booking booking) implements WriteResult {}

  /** Somebody else has the room for one of the nights. */
  record RoomTaken() implements WriteResult {}

  /** The key belongs to an earlier form with other content. */
  record KeyReused() implements WriteResult {}

  /** The booking's state does not allow it, or no such booking is there. */
  record NotAllowed(String why) implements WriteResult {}

  /** The backend found a value wrong that passed here. */
  record Refused(String why) implements WriteResult {}
}
