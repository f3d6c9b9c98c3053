package com.trixtech.booking.backend.idempotency;

import com.trixtech.booking.http.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The table of keys. Stateless; each method works in the caller's transaction.
 *
 * <p>A second request of a key waits in the database until the first one's transaction has ended,
 * and then sees what it left. There is no moment in which a key is stored without its effect.
 */
public final class Keys {
  private static final String CLAIM =
      "INSERT INTO idempotency_key (key, request_hash) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String FIND =
      "SELECT request_hash, payment, status, answer FROM idempotency_key WHERE key = ?";
  private static final String UNDER_WAY = "UPDATE idempotency_key SET payment = ? WHERE key = ?";
  private static final String ANSWER =
      "UPDATE idempotency_key SET status = coalesce(status, ?), answer = coalesce(answer, ?)"
          + " WHERE key = ? RETURNING status, answer";

  private Keys() {}

  /** Ours now, or what it is already. */
  public static Claim claim(Connection connection, IdempotencyKey key) throws SQLException {
    try (var insert = connection.prepareStatement(CLAIM)) {
      insert.setString(1, key.value());
      insert.setString(2, key.hash());
      if (insert.executeUpdate() == 1) {
        return new Claim.First();
      }
    }
    return look(connection, key);
  }

  /** What a key is that was claimed before. */
  public static Claim look(Connection connection, IdempotencyKey key) throws SQLException {
    try (var query = connection.prepareStatement(FIND)) {
      query.setString(1, key.value());
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("idempotency key vanished while it was read", "40001");
        }
        if (!rows.getString("request_hash").equals(key.hash())) {
          return new Claim.OtherContent();
        }
        int status = rows.getInt("status");
        if (!rows.wasNull()) {
          return new Claim.Answered(
              Answer.json(status, rows.getString("answer")).with("Idempotency-Replayed", "true"));
        }
        return Optional.ofNullable(rows.getObject("payment", UUID.class))
            .<Claim>map(Claim.UnderWay::new)
            .orElseThrow(() ->
                new SQLException("idempotency key without an effect: " + key.value(), "40001"));
      }
    }
  }

  /** The effect is stored, the answer comes later. */
  public static void underWay(Connection connection, IdempotencyKey key, UUID payment)
      throws SQLException {
    try (var update = connection.prepareStatement(UNDER_WAY)) {
      update.setObject(1, payment);
      update.setString(2, key.value());
      update.executeUpdate();
    }
  }

  /** Stores the answer unless there is one already; returns the one that is stored. */
  public static Answer answer(Connection connection, IdempotencyKey key, Answer answer)
      throws SQLException {
    try (var update = connection.prepareStatement(ANSWER)) {
      update.setInt(1, answer.status());
      update.setString(2, answer.body());
      update.setString(3, key.value());
      try (var rows = update.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("idempotency key vanished before it was answered", "40001");
        }
        return new Answer(
            rows.getInt("status"),
            answer.contentType(),
            rows.getString("answer"),
            answer.headers());
      }
    }
  }
}
