package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.BookingState;
import com.trixtech.booking.backend.bookings.BookingStore;
import com.trixtech.booking.backend.bookings.PaymentState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Writes down what the provider answered. Stateless; works in the caller's transaction.
 *
 * <p>The same answer may be brought twice, and by several processes: the first one counts, and as
 * the provider never changes its mind about a key, the others would have said the same.
 */
final class Settlement {
  /** Why a payment was declined that the provider never charged. */
  static final String NOT_CHARGED = "not_charged";

  private Settlement() {}

  /** True when the payment is settled now, or was already; false when it is still unknown. */
  static boolean of(Connection connection, UUID booking, UUID payment, ChargeAnswer answer)
      throws SQLException {
    return switch (answer) {
      case ChargeAnswer.Charged() -> {
        charged(connection, booking, payment);
        yield true;
      }
      case ChargeAnswer.Declined(String reason) -> {
        declined(connection, booking, payment, reason);
        yield true;
      }
      case ChargeAnswer.NotCharged() -> {
        declined(connection, booking, payment, NOT_CHARGED);
        yield true;
      }
      case ChargeAnswer.NeverSeen(), ChargeAnswer.Unknown(String _) -> false;
    };
  }

  private static void charged(Connection connection, UUID booking, UUID payment)
      throws SQLException {
    BookingState state = lock(connection, booking);
    boolean ours =
        PaymentStore.change(
            connection, payment, PaymentState.Pending, PaymentStore.charged(state), null);
    if (ours && state == BookingState.PendingPayment) {
      BookingStore.state(connection, booking, BookingState.Confirmed);
    }
  }

  private static void declined(Connection connection, UUID booking, UUID payment, String reason)
      throws SQLException {
    lock(connection, booking);
    PaymentStore.change(connection, payment, PaymentState.Pending, PaymentState.Declined, reason);
  }

  private static BookingState lock(Connection connection, UUID booking) throws SQLException {
    return BookingStore.lock(connection, booking, LocalDate.EPOCH)
        .orElseThrow(() -> new SQLException("payment without a booking: " + booking))
        .state();
  }
}
