package com.trixtech.booking.gateway.health;

import com.trixtech.booking.http.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The four health endpoints. Thread-safe; none of them waits for anything. */
public final class HealthRoutes {
  private final BooleanSupplier writing;
  private final BooleanSupplier leaving;
  private final long bornAt = System.nanoTime();

  /**
   * @param writing whether the store's thread lives; only a restart brings it back
   */
  public HealthRoutes(BooleanSupplier writing, BooleanSupplier leaving) {
    this.writing = writing;
    this.leaving = leaving;
  }

  private Optional<String> dead() {
    return writing.getAsBoolean()
        ? Optional.empty()
        : Optional.of("store: its thread has ended (expected: to write)");
  }

  private Optional<String> unready() {
    return leaving.getAsBoolean() ? Optional.of("leaving: told to stop") : dead();
  }

  public Answer live() {
    return answer(dead(), "the store's thread is there");
  }

  /** The port is bound after the store is open: who reaches this has the answer. */
  public Answer startup() {
    return answer(dead(), "the store is open");
  }

  public Answer ready() {
    return answer(unready(), "takes requests");
  }

  /** All, for people. Its status code is that of live: who answers 503 here is restarted. */
  public Answer health() {
    return answer(dead().isPresent() ? 503 : 200, unready(), "live, started and ready");
  }

  private Answer answer(Optional<String> problem, String fine) {
    return answer(problem.isPresent() ? 503 : 200, problem, fine);
  }

  private Answer answer(int status, Optional<String> problem, String fine) {
    var body =
        Answer.object()
            .put("status", problem.isPresent() ? "down" : "up")
            .put("why", problem.orElse(fine))
            .put("uptimeMs", Duration.ofNanos(System.nanoTime() - bornAt).toMillis());
    Answer answer = Answer.of(status, body);
    return status == 503 ? answer.with("Retry-After", "1") : answer;
  }
}
