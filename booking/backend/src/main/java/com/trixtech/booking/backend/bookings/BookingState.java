package com.trixtech.booking.backend.bookings;

/** Where a booking stands; the names are those of the database and of the API. */
public enum BookingState {
  /** Holds the room until its hold expires, and for as long as a payment is under way. */
  PendingPayment,
  /** Paid; holds the room. */
  Confirmed,
  /** Given up by the guest; what was paid is paid back. */
  Cancelled,
  /** Was not paid in time. */
  Expired
}
