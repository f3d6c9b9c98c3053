package com.trixtech.booking.backend;

import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.http.NoSuchBooking;
import com.trixtech.booking.http.Answer;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.limit.FrontDoor;
import com.trixtech.selfheal.shield.limit.Priority;
import com.trixtech.selfheal.shield.pool.PoolNumbers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
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
 * once and the pool is not asked. What is more than this process can do in time is turned away by
 * the front door in the same way.
 */
final class Api {
  private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);

  /**
   * SQLState classes that pass by themselves: connection, rollback, resources, not in state,
   * operator, read-only.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "25");

  /** A write that was under way may have happened: its key tells, and makes a retry safe. */
  private static final String AGAIN = "retry with the same Idempotency-Key";

  private final FrontDoor door;
  private final Supplier<Optional<String>> databaseAway;
  private final Supplier<PoolNumbers> pool;
  private final FaultDrill drill;

  /** One route of the server; the document {@code openapi.json} has exactly these. */
  record Route(Method method, String path, Answer.Source source) {}

  /** A route that waits for something that is not ours. */
  @FunctionalInterface
  interface Waiting {
    /**
     * @param leave to be called before it waits, so that it takes no place from those who do not
     */
    Answer answer(ServerRequest request, Runnable leave) throws Exception;
  }

  /**
   * @param databaseAway a sentence when the database is known to be away; must not block
   * @param pool told to those who waited for a connection in vain; must not block
   */
  Api(
      FrontDoor door,
      Supplier<Optional<String>> databaseAway,
      Supplier<PoolNumbers> pool,
      FaultDrill drill) {
    this.door = door;
    this.databaseAway = databaseAway;
    this.pool = pool;
    this.drill = drill;
  }

  Route get(String path, Answer.Source source) {
    return new Route(
        Method.GET, path, r -> admit(r, Priority.NORMAL, (request, _) -> source.answer(request)));
  }

  Route post(String path, Priority priority, Answer.Source source) {
    return new Route(
        Method.POST, path, r -> admit(r, priority, (request, _) -> source.answer(request)));
  }

  Route waiting(String path, Waiting source) {
    return new Route(Method.POST, path, r -> admit(r, Priority.CRITICAL, source));
  }

  private Answer admit(ServerRequest request, Priority priority, Waiting source) throws Exception {
    Optional<Deadline> deadline = request.headers().first(DEADLINE).flatMap(Deadline::fromHeader);
    Optional<FrontDoor.Entry> entry = door.enter(priority, deadline);
    if (entry.isEmpty()) {
      return Answer.error(503, "SHED", "busy: this instance serves as many as it can in time")
          .with("Retry-After", Long.toString(door.retryAfter().toSeconds()));
    }
    try (var inside = entry.get()) {
      return deadline.isPresent()
          ? deadline.get().within(() -> answer(request, source, inside))
          : answer(request, source, inside);
    }
  }

  private Answer answer(ServerRequest request, Waiting source, FrontDoor.Entry inside)
      throws Exception {
    Optional<String> away = databaseAway.get();
    if (away.isPresent()) {
      inside.ignore();
      return Answer.unavailable(away.get());
    }
    try {
      drill.work();
      return source.answer(request, inside::close);
    } catch (InvalidRequest e) {
      inside.ignore();
      return e.answer();
    } catch (NoSuchBooking e) {
      return e.answer();
    } catch (SQLException e) {
      if (!passing(e)) {
        throw e;
      }
      if (e instanceof SQLTransientConnectionException && databaseAway.get().isEmpty()) {
        inside.overloaded(); // the database is there, and our connections to it are all busy
        return Answer.unavailable(
            "no connection to the database was free in time (%s); %s".formatted(pool.get(), AGAIN));
      }
      inside.ignore();
      return Answer.unavailable("database did not answer in time; " + AGAIN);
    }
  }

  private static boolean passing(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2)));
  }
}
