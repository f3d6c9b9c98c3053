package com.trixtech.booking.backend.bookings;

import com.trixtech.booking.backend.bookings.CreateResult.Created;
import com.trixtech.booking.backend.bookings.CreateResult.KeyReused;
import com.trixtech.booking.backend.bookings.CreateResult.Taken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Bookings in PostgreSQL. Thread-safe; each method is one transaction, and each write is one
 * statement.
 *
 * <p>Both promises are kept by constraints, and {@code ON CONFLICT DO NOTHING} turns their
 * violation into an empty result: a concurrent writer of the same key, or of an overlapping slot,
 * waits in the database until the first has committed, and then sees it. There is no window in
 * which a key is stored without its outcome.
 */
final class BookingStore {
  private static final String COLUMNS =
      "b.id, b.seq, b.resource, lower(b.slot) AS begins, upper(b.slot) AS ends, b.customer, b.idempotency_key, b.created_at,"
          + " b.cancelled_at";

  private static final String CREATE =
      "INSERT INTO booking AS b (id, resource, slot, customer) VALUES (?, ?, tstzrange(?, ?), ?) ON CONFLICT DO NOTHING RETURNING "
          + COLUMNS;

  private static final String CREATE_WITH_KEY =
      """
      WITH claimed AS (
        INSERT INTO idempotency_key (key, request_hash, booking_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING key, booking_id
      ), b AS (
        INSERT INTO booking (id, resource, slot, customer, idempotency_key)
        SELECT booking_id, ?, tstzrange(?, ?), ?, key FROM claimed ON CONFLICT DO NOTHING RETURNING *
      )
      SELECT %s FROM claimed LEFT JOIN b ON true
      """
          .formatted(COLUMNS);

  private static final String REPLAY =
      "SELECT k.request_hash, "
          + COLUMNS
          + " FROM idempotency_key k LEFT JOIN booking b ON b.id = k.booking_id WHERE k.key = ?";

  private static final String CANCEL =
      "UPDATE booking AS b SET cancelled_at = coalesce(cancelled_at, now()) WHERE id = ? RETURNING "
          + COLUMNS;

  private final DataSource pool;

  BookingStore(DataSource pool) {
    this.pool = pool;
  }

  CreateResult create(BookingRequest request) throws SQLException {
    try (var connection = pool.getConnection();
        var insert = connection.prepareStatement(CREATE)) {
      insert.setObject(1, UUID.randomUUID());
      setRequest(insert, 2, request);
      try (var rows = insert.executeQuery()) {
        return rows.next() ? new Created(booking(rows), false) : new Taken(false);
      }
    }
  }

  CreateResult create(BookingRequest request, String key) throws SQLException {
    try (var connection = pool.getConnection();
        var insert = connection.prepareStatement(CREATE_WITH_KEY)) {
      insert.setString(1, key);
      insert.setString(2, request.hash());
      insert.setObject(3, UUID.randomUUID());
      setRequest(insert, 4, request);
      try (var rows = insert.executeQuery()) {
        if (rows.next()) {
          return booked(rows) ? new Created(booking(rows), false) : new Taken(false);
        }
      }
      return replay(connection, request, key);
    }
  }

  private static CreateResult replay(Connection connection, BookingRequest request, String key)
      throws SQLException {
    try (var query = connection.prepareStatement(REPLAY)) {
      query.setString(1, key);
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("idempotency key vanished while it was read: " + key, "40001");
        }
        if (!rows.getString("request_hash").equals(request.hash())) {
          return new KeyReused();
        }
        return booked(rows) ? new Created(booking(rows).asCreated(), true) : new Taken(true);
      }
    }
  }

  Optional<Booking> find(UUID id) throws SQLException {
    try (var connection = pool.getConnection();
        var query =
            connection.prepareStatement("SELECT " + COLUMNS + " FROM booking b WHERE id = ?")) {
      query.setObject(1, id);
      return first(query);
    }
  }

  /** Bookings after {@code after} in the order of creation, cancelled ones included. */
  List<Booking> list(Optional<String> resource, long after, int limit) throws SQLException {
    String condition = resource.isPresent() ? "resource = ? AND seq > ?" : "seq > ?";
    try (var connection = pool.getConnection();
        var query =
            connection.prepareStatement(
                "SELECT "
                    + COLUMNS
                    + " FROM booking b WHERE "
                    + condition
                    + " ORDER BY seq LIMIT ?")) {
      int i = 0;
      if (resource.isPresent()) {
        query.setString(++i, resource.get());
      }
      query.setLong(++i, after);
      query.setInt(++i, limit);
      try (var rows = query.executeQuery()) {
        var bookings = new ArrayList<Booking>();
        while (rows.next()) {
          bookings.add(booking(rows));
        }
        return bookings;
      }
    }
  }

  /** Cancels once; later calls find the first cancellation. The row stays. */
  Optional<Booking> cancel(UUID id) throws SQLException {
    try (var connection = pool.getConnection();
        var update = connection.prepareStatement(CANCEL)) {
      update.setObject(1, id);
      return first(update);
    }
  }

  private static void setRequest(PreparedStatement statement, int first, BookingRequest request)
      throws SQLException {
    statement.setString(first, request.resource());
    statement.setObject(first + 1, request.from().atOffset(ZoneOffset.UTC));
    statement.setObject(first + 2, request.to().atOffset(ZoneOffset.UTC));
    statement.setString(first + 3, request.customer());
  }

  private static Optional<Booking> first(PreparedStatement query) throws SQLException {
    try (var rows = query.executeQuery()) {
      return rows.next() ? Optional.of(booking(rows)) : Optional.empty();
    }
  }

  private static boolean booked(ResultSet row) throws SQLException {
    return row.getObject("id") != null;
  }

  private static Booking booking(ResultSet row) throws SQLException {
    return new Booking(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getString("resource"),
        instant(row, "begins").orElseThrow(),
        instant(row, "ends").orElseThrow(),
        row.getString("customer"),
        Optional.ofNullable(row.getString("idempotency_key")),
        instant(row, "created_at").orElseThrow(),
        instant(row, "cancelled_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
