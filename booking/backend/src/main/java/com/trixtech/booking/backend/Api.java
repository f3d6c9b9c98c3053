package com.trixtech.booking.backend;

import com.trixtech.booking.backend.http.Answer;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.http.NoSuchBooking;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the business's routes have in common. Thread-safe.
 *
 * <p>A database that is away is a 503 with {@code Retry-After}, never a 500: the caller did nothing
 * wrong and neither did this process. When the watch knows that it is away, the answer comes at
 * once and the pool is not asked.
 */
final class Api {
  /**
   * SQLState classes that pass by themselves: connection, rollback, resources, not in state,
   * operator, read-only.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "25");

  private final Supplier<Optional<String>> databaseAway;

  /** One route of the server; the document {@code openapi.json} has exactly these. */
  record Route(Method method, String path, Answer.Source source) {}

  /**
   * @param databaseAway a sentence when the database is known to be away; must not block
   */
  Api(Supplier<Optional<String>> databaseAway) {
    this.databaseAway = databaseAway;
  }

  Route get(String path, Answer.Source source) {
    return new Route(Method.GET, path, r -> answer(r, source));
  }

  Route post(String path, Answer.Source source) {
    return new Route(Method.POST, path, r -> answer(r, source));
  }

  private Answer answer(ServerRequest request, Answer.Source source) throws Exception {
    Optional<String> away = databaseAway.get();
    if (away.isPresent()) {
      return Answer.unavailable(away.get());
    }
    try {
      return source.answer(request);
    } catch (RequestException e) {
      throw e; // too large, malformed: the server has the right answer
    } catch (InvalidRequest e) {
      return e.answer();
    } catch (NoSuchBooking e) {
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
