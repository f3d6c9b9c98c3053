package com.trixtech.booking.backend.bookings;

/** Where the payment of a booking stands; the names are those of the database and of the API. */
public enum PaymentState {
  /** Nobody tried to pay. Never stored. */
  None,
  /** The provider was, or will be, asked to charge, and its answer is not known. */
  Pending,
  /** Charged. */
  Succeeded,
  /** Surely not charged. */
  Declined,
  /** Charged, and to be paid back. */
  Refunding,
  /** Charged and paid back. */
  Refunded
}
