package com.trixtech.booking.springpeer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Bookings and their payments in PostgreSQL, in the caller's transaction. */
@Repository
class BookingRepository {
  private static final String SELECT =
      """
      SELECT b.id, b.seq, b.code, b.room, r.house, lower(b.stay) AS first, upper(b.stay) AS leave,
             b.guests, b.guest_name, b.guest_email, b.price_minor, b.currency, b.state,
             b.hold_expires_at, b.created_at, p.state AS payment, p.reason,
             ARRAY(SELECT key::text FROM payment WHERE booking = b.id ORDER BY seq) AS keys
      FROM booking b JOIN room r ON r.id = b.room
      LEFT JOIN LATERAL (
        SELECT state, reason FROM payment WHERE booking = b.id ORDER BY seq DESC LIMIT 1) p ON true
      """;

  private final JdbcClient database;

  BookingRepository(JdbcClient database) {
    this.database = database;
  }

  Optional<Booking> find(UUID id) {
    return database
        .sql(SELECT + "WHERE b.id = ?")
        .param(id)
        .query((row, _) -> booking(row, false))
        .optional();
  }

  List<Booking> find(String code, String email) {
    return database
        .sql(SELECT + "WHERE b.code = ? AND lower(b.guest_email) = lower(?)")
        .params(code, email)
        .query((row, _) -> booking(row, false))
        .list();
  }

  List<Booking> page(long after, int limit) {
    return database
        .sql(SELECT + "WHERE b.seq > ? ORDER BY b.seq LIMIT ?")
        .params(after, limit)
        .query((row, _) -> booking(row, true))
        .list();
  }

  /** Waits for whoever changes the booking now; what it became is read after this. */
  void lock(UUID id) {
    database.sql("SELECT id FROM booking WHERE id = ? FOR UPDATE").param(id).query().listOfRows();
  }

  /** Empty when the room is taken in one of the nights. */
  Optional<Booking> insert(BookingController.Wish wish, Duration hold) {
    UUID id = UUID.randomUUID();
    int rows =
        database
            .sql(
                """
                INSERT INTO booking (id, code, room, stay, guests, guest_name, guest_email,
                  price_minor, currency, state, hold_expires_at, created_at)
                SELECT ?, ?, id, daterange(?, ?), ?, ?, ?, price_minor * ?, currency,
                  'PendingPayment', now() + ? * interval '1 ms', now()
                FROM room WHERE id = ? AND guests >= ?
                ON CONFLICT ON CONSTRAINT booking_no_overlap DO NOTHING
                """)
            .params(
                id,
                code(),
                wish.from(),
                wish.to(),
                wish.guests(),
                wish.guest().name(),
                wish.guest().email(),
                ChronoUnit.DAYS.between(wish.from(), wish.to()),
                hold.toMillis(),
                wish.room(),
                wish.guests())
            .update();
    return rows == 1 ? find(id) : Optional.empty();
  }

  void state(UUID id, String state) {
    database.sql("UPDATE booking SET state = ? WHERE id = ?").params(state, id).update();
  }

  UUID intend(UUID booking) {
    UUID key = UUID.randomUUID();
    database
        .sql(
            "INSERT INTO payment (key, booking, amount_minor, currency, state, look_at)"
                + " SELECT ?, id, price_minor, currency, 'Pending', now() + interval '5 s'"
                + " FROM booking WHERE id = ?")
        .params(key, booking)
        .update();
    return key;
  }

  void settle(UUID payment, String state, @Nullable String reason) {
    database
        .sql("UPDATE payment SET state = ?, reason = ? WHERE key = ? AND state = 'Pending'")
        .params(Arrays.asList(state, reason, payment))
        .update();
  }

  void giveBack(UUID booking) {
    database
        .sql(
            "UPDATE payment SET state = 'Refunding', look_at = now()"
                + " WHERE booking = ? AND state = 'Succeeded'")
        .param(booking)
        .update();
  }

  private static String code() {
    return ThreadLocalRandom.current()
        .ints(7, 0, 31)
        .mapToObj(i -> "" + "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".charAt(i))
        .collect(Collectors.joining());
  }

  private static Booking booking(ResultSet row, boolean listed) throws SQLException {
    String state = row.getString("state");
    String payment = row.getString("payment");
    return new Booking(
        row.getObject("id", UUID.class),
        row.getString("code"),
        row.getString("room"),
        row.getString("house"),
        row.getObject("first", LocalDate.class),
        row.getObject("leave", LocalDate.class),
        row.getInt("guests"),
        new Booking.Guest(row.getString("guest_name"), row.getString("guest_email")),
        new Money(row.getString("currency"), row.getLong("price_minor")),
        state,
        state.equals("PendingPayment") ? instant(row, "hold_expires_at") : null,
        new Booking.Payment(payment == null ? "None" : payment, row.getString("reason")),
        instant(row, "created_at"),
        listed ? row.getLong("seq") : null,
        listed ? List.of((String[]) row.getArray("keys").getArray()) : null);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
