package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.BookingState;
import com.trixtech.booking.backend.bookings.PaymentState;
import com.trixtech.booking.backend.rooms.Money;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments in PostgreSQL. Stateless; each method works in the caller's transaction. */
final class PaymentStore {
  private static final String INSERT =
      "INSERT INTO payment (key, booking, amount_minor, currency, state, look_at)"
          + " SELECT ?, id, price_minor, currency, 'Pending', now() + ? * interval '1 ms'"
          + " FROM booking WHERE id = ? RETURNING amount_minor, currency";

  /** Only the newest can be other than Declined. */
  private static final String NEWEST =
      "SELECT state FROM payment WHERE booking = ? ORDER BY seq DESC LIMIT 1";

  private static final String STATE =
      "UPDATE payment SET state = ?, reason = ?, looks = 0, look_at = now() WHERE key = ?"
          + " AND state = ?";
  private static final String REFUND =
      "UPDATE payment SET state = CASE state WHEN 'Succeeded' THEN 'Refunding' ELSE state END,"
          + " looks = 0, look_at = now() WHERE booking = ? AND state IN ('Succeeded', 'Pending')";
  private static final String TAKE =
      """
      WITH due AS (
        SELECT key FROM payment WHERE state IN ('Pending', 'Refunding') AND look_at <= now()
        ORDER BY look_at LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE payment p SET looks = p.looks + 1, look_at = now() + ? * interval '1 ms'
      FROM due, booking b WHERE p.key = due.key AND b.id = p.booking
      RETURNING p.key, p.booking, p.amount_minor, p.currency, p.state, p.looks,
        extract(epoch FROM now() - p.created_at) AS age, b.state = 'PendingPayment' AS wanted
      """;
  private static final String LATER =
      "UPDATE payment SET look_at = now() + ? * interval '1 ms' WHERE key = ?"
          + " AND state IN ('Pending', 'Refunding')";
  private static final String OWNER = "SELECT booking FROM payment WHERE key = ?";
  private static final String EXPIRABLE =
      """
      SELECT id FROM booking WHERE state = 'PendingPayment' AND hold_expires_at <= now()
      ORDER BY hold_expires_at LIMIT ? FOR UPDATE SKIP LOCKED
      """;
  private static final String EXPIRE =
      """
      UPDATE booking b SET state = 'Expired' WHERE b.id = ANY (?) AND NOT EXISTS (
        SELECT 1 FROM payment p WHERE p.booking = b.id AND p.state <> 'Declined')
      """;
  private static final String YOUNG =
      "SELECT 1 FROM payment WHERE key = ? AND state = 'Pending'"
          + " AND created_at > now() - ? * interval '1 ms'";
  private static final String UNSETTLED =
      "SELECT count(*) FROM payment WHERE state IN ('Pending', 'Refunding')";

  private PaymentStore() {}

  /** Stores the intent, for the booking's price; the settler looks after {@code first}. */
  static Money insert(Connection connection, UUID key, UUID booking, Duration first)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, key);
      insert.setLong(2, first.toMillis());
      insert.setObject(3, booking);
      try (var rows = insert.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("booking vanished under its lock: " + booking);
        }
        return new Money(rows.getString("currency"), rows.getLong("amount_minor"));
      }
    }
  }

  static PaymentState newest(Connection connection, UUID booking) throws SQLException {
    try (var query = connection.prepareStatement(NEWEST)) {
      query.setObject(1, booking);
      try (var rows = query.executeQuery()) {
        return rows.next() ? PaymentState.valueOf(rows.getString(1)) : PaymentState.None;
      }
    }
  }

  static Optional<UUID> booking(Connection connection, UUID key) throws SQLException {
    try (var query = connection.prepareStatement(OWNER)) {
      query.setObject(1, key);
      try (var rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /** False when it is not in the state that it was thought to be in: somebody was faster. */
  static boolean change(
      Connection connection, UUID key, PaymentState from, PaymentState to, @Nullable String reason)
      throws SQLException {
    try (var update = connection.prepareStatement(STATE)) {
      update.setString(1, to.name());
      update.setString(2, reason);
      update.setObject(3, key);
      update.setString(4, from.name());
      return update.executeUpdate() == 1;
    }
  }

  /**
   * What was charged is to be paid back, and what may be charged is to be looked at: both now. True
   * when there is one of them.
   */
  static boolean giveBack(Connection connection, UUID booking) throws SQLException {
    try (var update = connection.prepareStatement(REFUND)) {
      update.setObject(1, booking);
      return update.executeUpdate() > 0;
    }
  }

  /**
   * Takes up to so many that are due. They are ours for the lease: when we die, the next one takes
   * them up again.
   */
  static List<Payment> take(Connection connection, int most, Duration lease) throws SQLException {
    try (var update = connection.prepareStatement(TAKE)) {
      update.setInt(1, most);
      update.setLong(2, lease.toMillis());
      try (var rows = update.executeQuery()) {
        var taken = new ArrayList<Payment>();
        while (rows.next()) {
          taken.add(
              new Payment(
                  rows.getObject("key", UUID.class),
                  rows.getObject("booking", UUID.class),
                  new Money(rows.getString("currency"), rows.getLong("amount_minor")),
                  PaymentState.valueOf(rows.getString("state")),
                  Duration.ofMillis((long) (1000 * rows.getDouble("age"))),
                  rows.getBoolean("wanted"),
                  rows.getInt("looks")));
        }
        return taken;
      }
    }
  }

  static void later(Connection connection, UUID key, Duration pause) throws SQLException {
    try (var update = connection.prepareStatement(LATER)) {
      update.setLong(1, pause.toMillis());
      update.setObject(2, key);
      update.executeUpdate();
    }
  }

  /**
   * Frees the rooms of holds that are over, unless a payment may still succeed. Two statements:
   * only the second is sure to see a payment that was stored just before we got the lock.
   */
  static int expire(Connection connection, int most) throws SQLException {
    var ids = new ArrayList<UUID>();
    try (var query = connection.prepareStatement(EXPIRABLE)) {
      query.setInt(1, most);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
    }
    if (ids.isEmpty()) {
      return 0;
    }
    try (var update = connection.prepareStatement(EXPIRE)) {
      update.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      return update.executeUpdate();
    }
  }

  /** Whether the request that stored it may still be waiting for the provider. */
  static boolean youngAndPending(Connection connection, UUID key, Duration age)
      throws SQLException {
    try (var query = connection.prepareStatement(YOUNG)) {
      query.setObject(1, key);
      query.setLong(2, age.toMillis());
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  static long unsettled(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(UNSETTLED);
        var rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** What a booking's end means for the money that was just found to be charged. */
  static PaymentState charged(BookingState booking) {
    return switch (booking) {
      case PendingPayment, Confirmed -> PaymentState.Succeeded;
      case Cancelled, Expired -> PaymentState.Refunding;
    };
  }
}
