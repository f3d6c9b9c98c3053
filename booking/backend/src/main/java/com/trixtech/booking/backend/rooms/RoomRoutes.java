package com.trixtech.booking.backend.rooms;

import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.http.Answer;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import io.helidon.webserver.http.ServerRequest;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** {@code /rooms} and {@code /availability}. Thread-safe. */
public final class RoomRoutes {
  private static final int MOST_GUESTS = 20;

  private final Transactions database;
  private final Rooms rooms;
  private final InstantSource clock;

  public RoomRoutes(Transactions database, Rooms rooms, InstantSource clock) {
    this.database = database;
    this.rooms = rooms;
    this.clock = clock;
  }

  public Answer rooms(ServerRequest request) throws SQLException {
    var body = Answer.object();
    var list = body.putArray("rooms");
    database.read(rooms::all).values().forEach(room -> list.add(room.json()));
    return Answer.of(200, body);
  }

  public Answer availability(ServerRequest request) throws SQLException, InvalidRequest {
    var stay =
        Stay.of(
            Input.date("from", Input.required(request, "from")),
            Input.date("to", Input.required(request, "to")),
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    long guests =
        Input.number("guests", Input.query(request, "guests").orElse("2"), 1, MOST_GUESTS);
    Optional<String> house = Input.query(request, "house");

    record Found(Iterable<Room> all, Set<String> taken) {}
    Found found =
        database.read(c -> new Found(new ArrayList<>(rooms.all(c).values()), rooms.taken(c, stay)));
    var body =
        Answer.object()
            .put("from", stay.from().toString())
            .put("to", stay.to().toString())
            .put("nights", stay.nights());
    var list = body.putArray("rooms");
    for (Room room : found.all()) {
      if (room.guests() >= guests
          && (house.isEmpty() || house.get().equals(room.house()))
          && !found.taken().contains(room.id())) {
        var json = room.json();
        json.set("total", room.price().times(stay.nights()).json());
        list.add(json);
      }
    }
    return Answer.of(200, body);
  }
}
