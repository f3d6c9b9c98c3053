package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Money;
import java.time.LocalDate;
import java.util.List;

/**
 * A booking as the backend has it. Immutable.
 *
 * @param seq its place in the backend's order
 * @param to the day of departure
 * @param paymentKeys the provider keys that the backend stored before it called
 */
public record StoredBooking(
    long seq,
    String id,
    String room,
    LocalDate from,
    LocalDate to,
    String email,
    Money price,
    State state,
    PaymentState payment,
    List<String> paymentKeys) {

  public StoredBooking {
    paymentKeys = List.copyOf(paymentKeys);
  }

  /** The contract's words are these in camel case, such as {@code PendingPayment}. */
  public enum State {
    PENDING_PAYMENT,
    CONFIRMED,
    CANCELLED,
    EXPIRED;

    /** Whether the room is taken. */
    boolean takesRoom() {
      return this == PENDING_PAYMENT || this == CONFIRMED;
    }
  }

  /** The contract's words are these in camel case. */
  public enum PaymentState {
    NONE,
    PENDING,
    SUCCEEDED,
    DECLINED,
    REFUNDING,
    REFUNDED;

    /** Whether something is still to be settled with the provider. */
    boolean open() {
      return this == PENDING || this == REFUNDING;
    }
  }

  boolean overlaps(StoredBooking other) {
    return room.equals(other.room) && from.isBefore(other.to) && other.from.isBefore(to);
  }
}
