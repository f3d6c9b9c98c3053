package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.BookingState;
import com.trixtech.booking.backend.bookings.BookingStore;
import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.http.NoSuchBooking;
import com.trixtech.booking.backend.idempotency.Claim;
import com.trixtech.booking.backend.idempotency.IdempotencyKey;
import com.trixtech.booking.backend.idempotency.Keys;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /bookings/{id}/cancellation}. Thread-safe.
 *
 * <p>Frees the room and stores the intent to pay back, in one transaction; the settler pays, at
 * once if it can. So a cancellation never waits for the provider.
 */
public final class CancellationRoutes {
  private final Transactions database;
  private final InstantSource clock;
  private final Runnable settle;

  /**
   * @param settle tells the settler that there is something to do now; must not block
   */
  public CancellationRoutes(Transactions database, InstantSource clock, Runnable settle) {
    this.database = database;
    this.clock = clock;
    this.settle = settle;
  }

  public Answer cancel(ServerRequest request)
      throws SQLException, InvalidRequest, NoSuchBooking, IOException {
    UUID booking = Input.id(request);
    Input.object(request, Set.of());
    var key = IdempotencyKey.of(request, "cancel", booking.toString());
    Answer answer = database.run(c -> cancel(c, booking, key));
    settle.run();
    return answer;
  }

  private Answer cancel(Connection connection, UUID booking, IdempotencyKey key)
      throws SQLException, NoSuchBooking {
    return switch (Keys.claim(connection, key)) {
      case Claim.Answered(Answer answer) -> answer;
      case Claim.OtherContent other -> other.answer();
      case Claim.UnderWay(UUID payment) ->
          throw new IllegalStateException("key of payment " + payment + " has another's hash");
      case Claim.First() -> Keys.answer(connection, key, cancelled(connection, booking));
    };
  }

  private Answer cancelled(Connection connection, UUID booking) throws SQLException, NoSuchBooking {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var locked =
        BookingStore.lock(connection, booking, today)
            .orElseThrow(() -> new NoSuchBooking(booking.toString()));
    switch (locked.state()) {
      case PendingPayment, Confirmed -> {
        if (!locked.ahead()) {
          return conflict(booking, "its stay is over");
        }
        BookingStore.state(connection, booking, BookingState.Cancelled);
        PaymentStore.giveBack(connection, booking);
      }
      case Cancelled -> {
        // the same again, under another key: nothing is left to do
      }
      case Expired -> {
        return conflict(booking, "Expired");
      }
    }
    return Answer.of(200, BookingStore.find(connection, booking).orElseThrow().json());
  }

  private static Answer conflict(UUID booking, String why) {
    return Answer.error(
        409,
        "STATE",
        "booking %s: %s (expected: PendingPayment or Confirmed, and not over)"
            .formatted(booking, why));
  }
}
