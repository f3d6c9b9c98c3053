package com.trixtech.booking.backend.bookings;

import com.trixtech.booking.backend.bookings.CreateResult.Created;
import com.trixtech.booking.backend.bookings.CreateResult.KeyReused;
import com.trixtech.booking.backend.bookings.CreateResult.Taken;
import com.trixtech.booking.backend.http.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * {@code /bookings} over HTTP. Thread-safe.
 *
 * <p>A database that is away is a 503 with {@code Retry-After}, never a 500: the caller did nothing
 * wrong and neither did this process. When the watch knows that it is away, the answer comes at
 * once and the pool is not asked.
 */
public final class BookingRoutes {
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  /**
   * SQLState classes that pass by themselves: connection, rollback, resources, not in state,
   * operator, read-only.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "25");

  private final BookingStore store;
  private final Supplier<Optional<String>> databaseAway;

  /**
   * @param databaseAway a sentence when the database is known to be away; must not block
   */
  public BookingRoutes(DataSource pool, Supplier<Optional<String>> databaseAway) {
    this.store = new BookingStore(pool);
    this.databaseAway = databaseAway;
  }

  public Answer create(ServerRequest request) throws Exception {
    return answer(() -> {
      var wish = BookingRequest.parse(request.content().as(byte[].class));
      Optional<String> key = request.headers().first(IDEMPOTENCY_KEY);
      if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
        throw new InvalidRequest(
            "Idempotency-Key", key.get(), "1 to 128 printable ASCII characters, no space");
      }
      return created(wish, key.isPresent() ? store.create(wish, key.get()) : store.create(wish));
    });
  }

  private static Answer created(BookingRequest wish, CreateResult result) {
    return switch (result) {
      case Created(Booking booking, boolean replayed) ->
          replayed(
              Answer.of(201, booking.json()).with("Location", "/bookings/" + booking.id()),
              replayed);
      case Taken(boolean replayed) ->
          replayed(
              Answer.error(
                  409,
                  wish.resource()
                      + ": "
                      + wish.from()
                      + " to "
                      + wish.to()
                      + " is taken (expected: a free slot)"),
              replayed);
      case KeyReused() ->
          Answer.error(
              422,
              "Idempotency-Key: used before for another request (expected: a new key for each new request)");
    };
  }

  private static Answer replayed(Answer answer, boolean replayed) {
    return replayed ? answer.with("Idempotency-Replayed", "true") : answer;
  }

  public Answer get(ServerRequest request) throws Exception {
    return answer(() -> found(request, store.find(id(request))));
  }

  public Answer cancel(ServerRequest request) throws Exception {
    return answer(() -> found(request, store.cancel(id(request))));
  }

  public Answer list(ServerRequest request) throws Exception {
    return answer(() -> {
      var query = request.query();
      Optional<String> resource = query.first("resource").asOptional();
      if (resource.isPresent()) {
        BookingRequest.resource(resource.get());
      }
      int limit = (int) number("limit", query.first("limit").orElse("" + PAGE), 1, LARGEST_PAGE);
      long after = number("after", query.first("after").orElse("0"), 0, Long.MAX_VALUE);
      var bookings = store.list(resource, after, limit);
      var page = Answer.object();
      var rows = page.putArray("bookings");
      bookings.forEach(b -> rows.add(b.json()));
      // A full page may have a successor; a short one is the last.
      if (bookings.size() == limit) {
        page.put("next", bookings.getLast().seq());
      } else {
        page.putNull("next");
      }
      return Answer.of(200, page);
    });
  }

  private static Answer found(ServerRequest request, Optional<Booking> booking) {
    return booking
        .map(b -> Answer.of(200, b.json()))
        .orElseGet(() ->
            Answer.error(
                404,
                "booking: "
                    + request.path().pathParameters().get("id")
                    + " (expected: an existing id)"));
  }

  private static UUID id(ServerRequest request) throws InvalidRequest {
    String text = request.path().pathParameters().get("id");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("id", text, "a UUID");
    }
  }

  private static long number(String field, String text, long least, long most)
      throws InvalidRequest {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new InvalidRequest(field, text, "a number from " + least + " to " + most);
  }

  @FunctionalInterface
  private interface Work {
    Answer run() throws SQLException, InvalidRequest, IOException;
  }

  private Answer answer(Work work) throws Exception {
    Optional<String> away = databaseAway.get();
    if (away.isPresent()) {
      return Answer.unavailable(away.get());
    }
    try {
      return work.run();
    } catch (InvalidRequest e) {
      return e.answer();
    } catch (SQLException e) {
      if (passing(e)) {
        // A write that was under way may have happened: its key tells, and a retry with the same
        // key is safe.
        return Answer.unavailable(
            "database did not answer in time; retry with the same Idempotency-Key");
      }
      throw e;
    }
  }

  private static boolean passing(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2)));
  }
}
