package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.Booking;
import com.trixtech.booking.backend.bookings.BookingState;
import com.trixtech.booking.backend.bookings.BookingStore;
import com.trixtech.booking.backend.bookings.PaymentState;
import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.http.NoSuchBooking;
import com.trixtech.booking.backend.idempotency.Claim;
import com.trixtech.booking.backend.idempotency.IdempotencyKey;
import com.trixtech.booking.backend.idempotency.Keys;
import com.trixtech.booking.backend.rooms.Money;
import com.trixtech.booking.http.Answer;
import com.trixtech.selfheal.shield.deadline.Deadline;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code POST /bookings/{id}/payment}. Thread-safe.
 *
 * <p>Three steps, and a crash after any of them leaves what the settler can finish: the intent is
 * committed; the provider is called; what it said is committed. Whatever the provider does, the
 * caller is told in time, and never by a 5xx: after a moment's patience the answer is that the
 * payment is pending, while the call goes on.
 */
public final class PaymentRoutes {
  /** Longer than the provider is waited for: the settler comes after the request is over. */
  static final Duration FIRST_LOOK = Provider.DEADLINE.plusSeconds(1);

  private static final Logger LOG = Logger.getLogger(PaymentRoutes.class.getName());
  private static final Duration POLL = Duration.ofMillis(40);

  private final Transactions database;
  private final Provider provider;
  private final Duration patience;

  /** What the first transaction found. */
  private sealed interface Begun {
    record Answered(Answer answer) implements Begun {}

    record Intent(UUID payment, Money amount) implements Begun {}

    record UnderWay(UUID payment) implements Begun {}
  }

  /**
   * @param patience how long a caller waits for the provider. Well within the time that a Service
   *     gives one try before it takes the instance for frozen (500 ms)
   */
  public PaymentRoutes(Transactions database, Provider provider, Duration patience) {
    this.database = database;
    this.provider = provider;
    this.patience = patience;
  }

  /**
   * @param leave called before the provider is waited for
   */
  public Answer pay(ServerRequest request, Runnable leave)
      throws SQLException, InvalidRequest, NoSuchBooking, IOException, InterruptedException {
    UUID booking = Input.id(request);
    Card card = Card.of(Input.object(request, Card.FIELDS));
    // The last four digits tell cards apart; a hash of the whole number would give it away.
    var key = IdempotencyKey.of(request, "pay", booking.toString(), card.lastFour());
    Begun begun = database.run(c -> begin(c, booking, key));
    return switch (begun) {
      case Begun.Answered(Answer answer) -> answer;
      case Begun.Intent(UUID payment, Money amount) -> {
        leave.run();
        var charged = new CountDownLatch(1);
        Deadline deadline = Deadline.in(Provider.DEADLINE).orCurrentIfEarlier();
        Thread.ofVirtual()
            .name("charge-" + payment)
            .start(() -> {
              ChargeAnswer said =
                  deadline.within(() -> provider.charge(payment, amount, card, booking));
              settle(booking, payment, said);
              charged.countDown();
            });
        charged.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        yield database.run(c -> answer(c, booking, key));
      }
      case Begun.UnderWay(UUID payment) -> {
        leave.run();
        yield follow(booking, payment, key);
      }
    };
  }

  private static Begun begin(Connection connection, UUID booking, IdempotencyKey key)
      throws SQLException, NoSuchBooking {
    return switch (Keys.claim(connection, key)) {
      case Claim.Answered(Answer answer) -> new Begun.Answered(answer);
      case Claim.OtherContent other -> new Begun.Answered(other.answer());
      case Claim.UnderWay(UUID payment) -> new Begun.UnderWay(payment);
      case Claim.First() -> {
        var locked =
            BookingStore.lock(connection, booking, java.time.LocalDate.EPOCH)
                .orElseThrow(() -> new NoSuchBooking(booking.toString()));
        PaymentState before = PaymentStore.newest(connection, booking);
        boolean free = before == PaymentState.None || before == PaymentState.Declined;
        if (locked.state() != BookingState.PendingPayment || !locked.held() || !free) {
          yield new Begun.Answered(Keys.answer(connection, key, conflict(booking, locked, before)));
        }
        var payment = UUID.randomUUID();
        Money amount = PaymentStore.insert(connection, payment, booking, FIRST_LOOK);
        Keys.underWay(connection, key, payment);
        yield new Begun.Intent(payment, amount);
      }
    };
  }

  private static Answer conflict(UUID booking, BookingStore.Locked locked, PaymentState payment) {
    String state =
        locked.state() == BookingState.PendingPayment && !locked.held()
            ? BookingState.Expired.name()
            : locked.state().name();
    return Answer.error(
        409,
        "STATE",
        "booking %s: %s, payment %s (expected: PendingPayment, and no payment that may succeed)"
            .formatted(booking, state, payment));
  }

  /** Outlives the request, where the provider takes longer than the caller waits. */
  private void settle(UUID booking, UUID payment, ChargeAnswer said) {
    try {
      database.run(c -> {
        if (!Settlement.of(c, booking, payment, said)) {
          PaymentStore.later(c, payment, Settler.pause(0));
        }
        return said;
      });
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.WARNING, "payment " + payment + ": left to the settler", e);
    }
  }

  /** A second request of a key whose first one is not answered yet gets the same answer. */
  private Answer follow(UUID booking, UUID payment, IdempotencyKey key)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end
        && database.read(c ->
            PaymentStore.youngAndPending(c, payment, FIRST_LOOK)
                && Keys.look(c, key) instanceof Claim.UnderWay)) {
      Thread.sleep(POLL);
    }
    return database.run(c -> answer(c, booking, key));
  }

  /** How the payment stands, as the answer to this key, for good. */
  private static Answer answer(Connection connection, UUID id, IdempotencyKey key)
      throws SQLException {
    Booking booking =
        BookingStore.find(connection, id)
            .orElseThrow(() -> new SQLException("payment without a booking: " + id));
    return Keys.answer(
        connection,
        key,
        switch (booking.payment()) {
          case Succeeded -> Answer.of(200, booking.json());
          case None, Pending -> Answer.of(202, booking.json());
          case Declined -> Answer.of(402, booking.json());
          case Refunding, Refunded ->
              Answer.error(
                  409, "STATE", "booking %s: cancelled, the money goes back".formatted(id));
        });
  }
}
