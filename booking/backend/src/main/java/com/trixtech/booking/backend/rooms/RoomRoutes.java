package com.trixtech.booking.backend.rooms;

import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code /rooms} and {@code /availability}. Thread-safe. */
public final class RoomRoutes {
  private static final int MOST_GUESTS = 20;

  /** Of the largest answers: two hundred rooms. */
  private static final int SIZE = 64 * 1024;

  private final Transactions database;
  private final Rooms rooms;
  private final InstantSource clock;

  public RoomRoutes(Transactions database, Rooms rooms, InstantSource clock) {
    this.database = database;
    this.rooms = rooms;
    this.clock = clock;
  }

  public Answer rooms(ServerRequest request) throws SQLException {
    var body = new StringBuilder(SIZE).append("{\"rooms\":[");
    append(body, database.read(rooms::all).values(), Offer::json);
    return Answer.json(200, body.append("]}").toString());
  }

  public Answer availability(ServerRequest request) throws SQLException, InvalidRequest {
    var stay =
        Stay.of(
                Input.date("from", Input.required(request, "from")),
                Input.date("to", Input.required(request, "to")))
            .ahead(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    long guests =
        Input.number("guests", Input.query(request, "guests").orElse("2"), 1, MOST_GUESTS);
    Optional<String> house = Input.query(request, "house");
    List<Offer> free =
        database.read(c -> {
          Set<String> taken = rooms.taken(c, stay);
          return rooms.all(c).values().stream()
              .filter(o -> o.room().guests() >= guests && !taken.contains(o.room().id()))
              .filter(o -> house.isEmpty() || house.get().equals(o.room().house()))
              .toList();
        });
    var head =
        Answer.object()
            .put("from", stay.from().toString())
            .put("to", stay.to().toString())
            .put("nights", stay.nights())
            .toString();
    var body = new StringBuilder(SIZE).append(head, 0, head.length() - 1).append(",\"rooms\":[");
    append(body, free, offer -> offer.json(stay.nights()));
    return Answer.json(200, body.append("]}").toString());
  }

  private static void append(
      StringBuilder body, Collection<Offer> offers, Function<Offer, String> json) {
    String comma = "";
    for (Offer offer : offers) {
      body.append(comma).append(json.apply(offer));
      comma = ",";
    }
  }
}
