package com.trixtech.booking.backend.bookings;

import com.trixtech.booking.backend.rooms.Money;
import com.trixtech.booking.backend.rooms.Stay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Bookings in PostgreSQL. Stateless; each method works in the caller's transaction. */
public final class BookingStore {
  private static final String SELECT =
      """
      SELECT b.id, b.seq, b.code, b.room, r.house, lower(b.stay) AS first, upper(b.stay) AS leave,
             b.guests, b.guest_name, b.guest_email, b.price_minor, b.currency, b.state,
             b.hold_expires_at, b.created_at, p.state AS payment, p.reason
      FROM booking b JOIN room r ON r.id = b.room
      LEFT JOIN LATERAL (
        SELECT state, reason FROM payment WHERE booking = b.id ORDER BY seq DESC LIMIT 1) p ON true
      """;
  private static final String BY_ID = SELECT + "WHERE b.id = ?";
  private static final String BY_CODE =
      SELECT + "WHERE b.code = ? AND lower(b.guest_email) = lower(?)";
  private static final String PAGE =
      """
      SELECT b.*, ARRAY(SELECT key::text FROM payment WHERE booking = b.id ORDER BY seq) AS keys
      FROM (%sWHERE b.seq > ? ORDER BY b.seq LIMIT ?) b ORDER BY b.seq
      """
          .formatted(SELECT);

  private static final String INSERT =
      """
      INSERT INTO booking (id, code, room, stay, guests, guest_name, guest_email, price_minor,
        currency, state, hold_expires_at, created_at)
      VALUES (?, ?, ?, daterange(?, ?), ?, ?, ?, ?, ?, 'PendingPayment',
        now() + ? * interval '1 ms', now())
      ON CONFLICT ON CONSTRAINT booking_no_overlap DO NOTHING
      """;
  private static final String LOCK =
      "SELECT state, hold_expires_at > now() AS held, upper(stay) > ? AS ahead FROM booking"
          + " WHERE id = ? FOR UPDATE";
  private static final String STATE = "UPDATE booking SET state = ? WHERE id = ?";

  private BookingStore() {}

  /** A booking whose row is locked until the transaction ends. */
  public record Locked(BookingState state, boolean held, boolean ahead) {}

  /** A booking and the keys of all its payments, oldest first. */
  record Listed(Booking booking, List<String> paymentKeys) {}

  /** False when the room is taken in one of the nights. */
  static boolean insert(
      Connection connection, UUID id, BookingRequest wish, Money price, Duration hold)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setString(2, BookingCode.next());
      insert.setString(3, wish.room());
      insert.setObject(4, wish.stay().from());
      insert.setObject(5, wish.stay().to());
      insert.setInt(6, wish.guests());
      insert.setString(7, wish.guest().name());
      insert.setString(8, wish.guest().email());
      insert.setLong(9, price.minor());
      insert.setString(10, price.currency());
      insert.setLong(11, hold.toMillis());
      return insert.executeUpdate() == 1;
    }
  }

  public static Optional<Booking> find(Connection connection, UUID id) throws SQLException {
    try (var query = connection.prepareStatement(BY_ID)) {
      query.setObject(1, id);
      return first(query);
    }
  }

  static Optional<Booking> find(Connection connection, String code, String email)
      throws SQLException {
    try (var query = connection.prepareStatement(BY_CODE)) {
      query.setString(1, code);
      query.setString(2, email);
      return first(query);
    }
  }

  /** All bookings after {@code after} in the order of creation, whatever their state. */
  static List<Listed> page(Connection connection, long after, int limit) throws SQLException {
    try (var query = connection.prepareStatement(PAGE)) {
      query.setLong(1, after);
      query.setInt(2, limit);
      try (var rows = query.executeQuery()) {
        var page = new ArrayList<Listed>();
        while (rows.next()) {
          page.add(new Listed(booking(rows), List.of((String[]) rows.getArray("keys").getArray())));
        }
        return page;
      }
    }
  }

  /**
   * Locks the row. What belongs to the booking must be read by a later statement: only that one is
   * sure to see what the former holder of the lock wrote.
   *
   * @param today for {@link Locked#ahead}: whether the stay is not over yet
   */
  public static Optional<Locked> lock(Connection connection, UUID id, LocalDate today)
      throws SQLException {
    try (var query = connection.prepareStatement(LOCK)) {
      query.setObject(1, today);
      query.setObject(2, id);
      try (var rows = query.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new Locked(
                    BookingState.valueOf(rows.getString("state")),
                    rows.getBoolean("held"),
                    rows.getBoolean("ahead")))
            : Optional.empty();
      }
    }
  }

  /** Only under {@link #lock}. */
  public static void state(Connection connection, UUID id, BookingState state) throws SQLException {
    try (var update = connection.prepareStatement(STATE)) {
      update.setString(1, state.name());
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  private static Optional<Booking> first(PreparedStatement query) throws SQLException {
    try (var rows = query.executeQuery()) {
      return rows.next() ? Optional.of(booking(rows)) : Optional.empty();
    }
  }

  private static Booking booking(ResultSet row) throws SQLException {
    return new Booking(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getString("code"),
        row.getString("room"),
        row.getString("house"),
        new Stay(row.getObject("first", LocalDate.class), row.getObject("leave", LocalDate.class)),
        row.getInt("guests"),
        new Guest(row.getString("guest_name"), row.getString("guest_email")),
        new Money(row.getString("currency"), row.getLong("price_minor")),
        BookingState.valueOf(row.getString("state")),
        instant(row, "hold_expires_at"),
        instant(row, "created_at"),
        Optional.ofNullable(row.getString("payment"))
            .map(PaymentState::valueOf)
            .orElse(PaymentState.None),
        Optional.ofNullable(row.getString("reason")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
