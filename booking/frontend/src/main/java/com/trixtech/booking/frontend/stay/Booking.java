package com.trixtech.booking.frontend.stay;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A booking, as the backend last told of it. Immutable.
 *
 * @param code what people write down: seven letters and digits
 * @param price of the whole stay
 * @param holdExpires until when the room is kept without payment; empty when that is not the
 *     question
 */
public record Booking(
    UUID id,
    String code,
    String room,
    String house,
    Stay stay,
    Guest guest,
    Money price,
    State state,
    Optional<Instant> holdExpires,
    Payment payment) {

  /** In the backend's words. */
  public enum State {
    PendingPayment,
    Confirmed,
    Cancelled,
    Expired
  }

  /** Whether a card can be entered now. */
  public boolean payable() {
    return state == State.PendingPayment
        && (payment.state() == Payment.State.None || payment.state() == Payment.State.Declined);
  }

  /** Whether the payment is under way and its end not yet known. */
  public boolean settling() {
    return state == State.PendingPayment && payment.state() == Payment.State.Pending;
  }

  public boolean cancellable() {
    return state == State.PendingPayment || state == State.Confirmed;
  }

  /** {@code Room 101}. */
  public String roomText() {
    return "Room " + room.substring(room.lastIndexOf('-') + 1);
  }
}
