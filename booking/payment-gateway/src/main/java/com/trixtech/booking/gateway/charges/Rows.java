package com.trixtech.booking.gateway.charges;

import com.trixtech.booking.gateway.charges.Charge.State;
import com.trixtech.booking.gateway.charges.LedgerLine.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the three tables on one connection; the SQL is here and nowhere else. */
record Rows(Connection connection) {

  byte[] secret() throws SQLException {
    try (var select = connection.prepareStatement("SELECT bytes FROM secret");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBytes(1);
    }
  }

  Optional<Charge> charge(String key) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT state, currency, minor, card, reference, reason, refunded, created_at"
                + " FROM charge WHERE key = ?")) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        var state = State.valueOf(row.getString(1));
        return Optional.of(
            new Charge(
                key,
                state,
                state == State.CANCELLED
                    ? Optional.empty()
                    : Optional.of(
                        new ChargeWish(
                            new Money(row.getString(2), row.getLong(3)),
                            row.getString(4),
                            row.getString(5))),
                Optional.ofNullable(row.getString(6)),
                row.getLong(7),
                Instant.parse(row.getString(8))));
      }
    }
  }

  void insert(Charge charge) throws SQLException {
    Optional<ChargeWish> wish = charge.wish();
    run(
        "INSERT INTO charge (key, state, currency, minor, card, reference, reason, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        charge.key(),
        charge.state().name(),
        wish.map(w -> w.amount().currency()).orElse(null),
        wish.map(w -> w.amount().minor()).orElse(null),
        wish.map(ChargeWish::card).orElse(null),
        wish.map(ChargeWish::reference).orElse(null),
        charge.reason().orElse(null),
        charge.createdAt().toString());
  }

  Optional<Refund> refund(String key) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT charge, currency, minor, created_at FROM refund WHERE key = ?")) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Refund(
                    key,
                    row.getString(1),
                    new Money(row.getString(2), row.getLong(3)),
                    Instant.parse(row.getString(4))))
            : Optional.empty();
      }
    }
  }

  /** Counts against its charge as well. */
  void insert(Refund refund) throws SQLException {
    run(
        "INSERT INTO refund (key, charge, currency, minor, created_at) VALUES (?, ?, ?, ?, ?)",
        refund.key(),
        refund.charge(),
        refund.amount().currency(),
        refund.amount().minor(),
        refund.createdAt().toString());
    run(
        "UPDATE charge SET refunded = refunded + ? WHERE key = ?",
        refund.amount().minor(),
        refund.charge());
  }

  void line(
      Kind kind,
      String key,
      Optional<String> charge,
      Optional<String> reference,
      Optional<Money> amount,
      Instant at)
      throws SQLException {
    run(
        "INSERT INTO ledger (kind, key, charge, reference, currency, minor, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        kind.name(),
        key,
        charge.orElse(null),
        reference.orElse(null),
        amount.map(Money::currency).orElse(null),
        amount.map(Money::minor).orElse(null),
        at.toString());
  }

  List<LedgerLine> ledger(long after, int limit) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT seq, kind, key, charge, reference, currency, minor, at"
                + " FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?")) {
      select.setLong(1, after);
      select.setInt(2, limit);
      List<LedgerLine> lines = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String currency = row.getString(6);
          lines.add(
              new LedgerLine(
                  row.getLong(1),
                  Kind.valueOf(row.getString(2)),
                  row.getString(3),
                  Optional.ofNullable(row.getString(4)),
                  Optional.ofNullable(row.getString(5)),
                  currency == null
                      ? Optional.empty()
                      : Optional.of(new Money(currency, row.getLong(7))),
                  row.getString(8)));
        }
      }
      return lines;
    }
  }

  private void run(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
