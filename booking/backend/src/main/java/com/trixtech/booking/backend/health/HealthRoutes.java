package com.trixtech.booking.backend.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.backend.database.DatabaseState;
import com.trixtech.booking.backend.http.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The four health endpoints. Thread-safe; none of them waits for anything.
 *
 * <p>Live: this process can run tasks. Startup: the schema is current and a first connection
 * worked, and the pool is open. Ready: started, not leaving, and the database answers (but for a
 * short grace). Health: all three together.
 */
public final class HealthRoutes {
  private final Supplier<DatabaseState> database;
  private final Pulse pulse;
  private final Supplier<Optional<String>> unready;
  private final Supplier<Optional<String>> cold;
  private final long bornAt = System.nanoTime();

  /**
   * @param unready a reason of the process's own not to be ready, such as that it is leaving
   * @param cold what is still to be opened before the first request may come
   */
  public HealthRoutes(
      Supplier<DatabaseState> database,
      Pulse pulse,
      Supplier<Optional<String>> unready,
      Supplier<Optional<String>> cold) {
    this.database = database;
    this.pulse = pulse;
    this.unready = unready;
    this.cold = cold;
  }

  public Answer live() {
    return answer(pulse.problem(), "running tasks");
  }

  public Answer startup() {
    return answer(starting(database.get()), "schema is current, database was reached");
  }

  public Answer ready() {
    DatabaseState state = database.get();
    return answer(notReady(state), state.sentence());
  }

  public Answer health() {
    DatabaseState state = database.get();
    var live = pulse.problem();
    var starting = starting(state);
    var notReady = notReady(state);
    var problem = live.or(() -> starting).or(() -> notReady);
    ObjectNode body = body(problem, "live, started and ready");
    ObjectNode parts = body.putObject("parts");
    parts.put("live", live.orElse("ok"));
    parts.put("startup", starting.orElse("ok"));
    parts.put("ready", notReady.orElse("ok"));
    return answer(problem, body);
  }

  private Optional<String> notReady(DatabaseState state) {
    return unready
        .get()
        .or(() -> starting(state))
        .or(() -> state.reachable() ? Optional.empty() : Optional.of(state.sentence()));
  }

  private Optional<String> starting(DatabaseState state) {
    return state.migrated() ? cold.get() : Optional.of("starting: " + state.sentence());
  }

  private Answer answer(Optional<String> problem, String fine) {
    return answer(problem, body(problem, fine));
  }

  private static Answer answer(Optional<String> problem, ObjectNode body) {
    return problem.isPresent()
        ? Answer.of(503, body).with("Retry-After", "1")
        : Answer.of(200, body);
  }

  private ObjectNode body(Optional<String> problem, String fine) {
    DatabaseState state = database.get();
    var body =
        Answer.object()
            .put("status", problem.isPresent() ? "down" : "up")
            .put("why", problem.orElse(fine))
            .put("uptimeMs", millis(Duration.ofNanos(System.nanoTime() - bornAt)))
            .put("pulseAgeMs", millis(pulse.age()));
    var database = body.putObject("database");
    database.put("migrated", state.migrated());
    database.put("answeredAgoMs", state.sinceAnswer().map(HealthRoutes::millis).orElse(null));
    database.put("failingForMs", state.failingFor().map(HealthRoutes::millis).orElse(null));
    database.put("failures", state.failures());
    database.put("error", state.error().isEmpty() ? null : state.error());
    return body;
  }

  private static Long millis(Duration duration) {
    return duration.toMillis();
  }
}
