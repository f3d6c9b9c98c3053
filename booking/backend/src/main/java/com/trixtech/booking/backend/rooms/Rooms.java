package com.trixtech.booking.backend.rooms;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rooms, read once and kept: they change by a migration only, and so with a release. Cheapest
 * first. Thread-safe.
 */
public final class Rooms {
  private static final String ALL =
      "SELECT id, house, type, beds, guests, currency, price_minor, description FROM room"
          + " ORDER BY price_minor, id";

  private static final String TAKEN =
      "SELECT DISTINCT room FROM booking WHERE stay && daterange(?, ?)"
          + " AND state IN ('PendingPayment', 'Confirmed')";

  private volatile @Nullable SequencedMap<String, Offer> known;

  SequencedMap<String, Offer> all(Connection connection) throws SQLException {
    SequencedMap<String, Offer> rooms = known;
    if (rooms == null) {
      rooms = read(connection);
      known = rooms;
    }
    return rooms;
  }

  public Optional<Room> find(Connection connection, String id) throws SQLException {
    return Optional.ofNullable(all(connection).get(id)).map(Offer::room);
  }

  /** The ids of the rooms that somebody holds in one or more of the nights. */
  Set<String> taken(Connection connection, Stay stay) throws SQLException {
    try (var query = connection.prepareStatement(TAKEN)) {
      query.setObject(1, stay.from());
      query.setObject(2, stay.to());
      var taken = new HashSet<String>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          taken.add(rows.getString(1));
        }
      }
      return taken;
    }
  }

  private static SequencedMap<String, Offer> read(Connection connection) throws SQLException {
    var found = new LinkedHashMap<String, Offer>();
    try (var query = connection.prepareStatement(ALL);
        var rows = query.executeQuery()) {
      while (rows.next()) {
        var room =
            new Room(
                rows.getString("id"),
                rows.getString("house"),
                rows.getString("type"),
                rows.getInt("beds"),
                rows.getInt("guests"),
                new Money(rows.getString("currency"), rows.getLong("price_minor")),
                rows.getString("description"));
        found.put(room.id(), Offer.of(room));
      }
    }
    return Collections.unmodifiableSequencedMap(found);
  }
}
