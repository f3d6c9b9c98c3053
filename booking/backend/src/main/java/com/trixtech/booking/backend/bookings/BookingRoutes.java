package com.trixtech.booking.backend.bookings;

import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.http.NoSuchBooking;
import com.trixtech.booking.backend.idempotency.Claim;
import com.trixtech.booking.backend.idempotency.IdempotencyKey;
import com.trixtech.booking.backend.idempotency.Keys;
import com.trixtech.booking.backend.rooms.Money;
import com.trixtech.booking.backend.rooms.Room;
import com.trixtech.booking.backend.rooms.Rooms;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /bookings}: make, see, list. Thread-safe. */
public final class BookingRoutes {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Transactions database;
  private final Rooms rooms;
  private final InstantSource clock;
  private final Duration hold;

  /**
   * @param hold how long an unpaid booking keeps its room
   */
  public BookingRoutes(Transactions database, Rooms rooms, InstantSource clock, Duration hold) {
    this.database = database;
    this.rooms = rooms;
    this.clock = clock;
    this.hold = hold;
  }

  public Answer create(ServerRequest request) throws SQLException, InvalidRequest, IOException {
    var wish = BookingRequest.of(Input.object(request, BookingRequest.FIELDS));
    var key = IdempotencyKey.of(request, wish.meaning());
    Answer answer = database.run(c -> create(c, wish, key));
    return answer.status() == 201
        ? answer.with(
            "Location", "/bookings/" + Answer.JSON.readTree(answer.body()).path("id").textValue())
        : answer;
  }

  private Answer create(Connection connection, BookingRequest wish, IdempotencyKey key)
      throws SQLException, InvalidRequest {
    return switch (Keys.claim(connection, key)) {
      case Claim.First() -> Keys.answer(connection, key, book(connection, wish));
      case Claim.Answered(Answer answer) -> answer;
      case Claim.OtherContent other -> other.answer();
      case Claim.UnderWay(UUID payment) ->
          throw new IllegalStateException("key of payment " + payment + " has a booking's hash");
    };
  }

  /** Asked of a first request only: what was answered once is not judged anew on another day. */
  private Room checked(Connection connection, BookingRequest wish)
      throws SQLException, InvalidRequest {
    wish.stay().ahead(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    Room room =
        rooms
            .find(connection, wish.room())
            .orElseThrow(
                () -> new InvalidRequest("room", wish.room(), "an id that GET /rooms lists"));
    if (wish.guests() > room.guests()) {
      throw new InvalidRequest(
          "guests", "" + wish.guests(), "at most " + room.guests() + " in " + room.id());
    }
    return room;
  }

  private Answer book(Connection connection, BookingRequest wish)
      throws SQLException, InvalidRequest {
    Room room = checked(connection, wish);
    var id = UUID.randomUUID();
    Money price = room.price().times(wish.stay().nights());
    if (!BookingStore.insert(connection, id, wish, price, hold)) {
      return Answer.error(
          409,
          "ROOM_TAKEN",
          "%s: %s to %s is taken (expected: free nights)"
              .formatted(wish.room(), wish.stay().from(), wish.stay().to()));
    }
    return Answer.of(201, BookingStore.find(connection, id).orElseThrow().json());
  }

  public Answer get(ServerRequest request) throws SQLException, InvalidRequest, NoSuchBooking {
    UUID id = Input.id(request);
    Booking booking =
        database
            .read(c -> BookingStore.find(c, id))
            .orElseThrow(() -> new NoSuchBooking(id.toString()));
    return Answer.of(200, booking.json());
  }

  /** A guest's own, by code and email; or all, page by page. */
  public Answer list(ServerRequest request) throws SQLException, InvalidRequest {
    boolean own =
        Input.query(request, "code").isPresent() || Input.query(request, "email").isPresent();
    return own ? own(request) : page(request);
  }

  private Answer own(ServerRequest request) throws SQLException, InvalidRequest {
    String code = BookingCode.typed(Input.required(request, "code"));
    String email = Input.required(request, "email").strip();
    Optional<Booking> found = database.read(c -> BookingStore.find(c, code, email));
    var body = Answer.object();
    var list = body.putArray("bookings");
    found.ifPresent(booking -> list.add(booking.json()));
    return Answer.of(200, body);
  }

  private Answer page(ServerRequest request) throws SQLException, InvalidRequest {
    int limit =
        (int)
            Input.number("limit", Input.query(request, "limit").orElse("" + PAGE), 1, LARGEST_PAGE);
    long after =
        Input.number("after", Input.query(request, "after").orElse("0"), 0, Long.MAX_VALUE);
    List<BookingStore.Listed> found = database.read(c -> BookingStore.page(c, after, limit));
    var body = Answer.object();
    var list = body.putArray("bookings");
    for (var listed : found) {
      var json = listed.booking().json().put("seq", listed.booking().seq());
      var keys = json.putArray("paymentKeys");
      listed.paymentKeys().forEach(keys::add);
      list.add(json);
    }
    // A full page may have a successor; a short one is the last.
    if (found.size() == limit) {
      body.put("next", found.getLast().booking().seq());
    } else {
      body.putNull("next");
    }
    return Answer.of(200, body);
  }
}
