package com.trixtech.booking.gateway.provider;

import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.provider.Fault.AnswerLost;
import com.trixtech.booking.gateway.provider.Fault.Errors;
import com.trixtech.booking.gateway.provider.Fault.Hang;
import com.trixtech.booking.gateway.provider.Fault.Slow;
import com.trixtech.booking.http.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves requests as a provider with a limited capacity does, and misbehaves as the fault switch
 * says. Thread-safe. The work of a caller that went away is still done.
 */
public final class Provider {
  private static final HeaderName DEADLINE = HeaderNames.create("X-Deadline-Ms");
  private static final Duration NO_DEADLINE = Duration.ofDays(1);

  private final Servers servers;
  private final FaultSwitch faults;

  /** Whether a request changes anything: only then can its answer be lost. */
  public enum Effect {
    READS,
    WRITES
  }

  /** What a request is about, when its turn has come. */
  @FunctionalInterface
  public interface Work {
    Answer answer() throws Exception;
  }

  public Provider(Servers servers, FaultSwitch faults) {
    this.servers = servers;
    this.faults = faults;
  }

  /**
   * @throws CloseConnectionException when the caller gets no answer
   */
  public Answer serve(ServerRequest request, Effect effect, Work work) throws Exception {
    long arrived = System.nanoTime();
    Duration deadline = deadline(request);
    Optional<FaultSwitch.Active> fault = faults.now();
    if (fault.isPresent() && fault.get().fault() instanceof Hang) {
      fault.get().awaitEnd();
      throw new CloseConnectionException("hung, as a drill wants it");
    }
    double factor = faults.fault().orElse(null) instanceof Slow slow ? slow.factor() : 1;
    if (!servers.serve(deadline.toNanos() - (System.nanoTime() - arrived), factor)) {
      return Answer.error(
          504,
          "X-Deadline-Ms: %d ms were over while the request waited (expected: longer), nothing was done"
              .formatted(deadline.toMillis()));
    }
    if (faults.fault().orElse(null) instanceof Errors errors && Fault.hits(errors.ratio())) {
      return Answer.error(500, "failed, as a drill wants it; nothing was done");
    }
    Answer answer = work.answer();
    if (effect == Effect.WRITES
        && faults.fault().orElse(null) instanceof AnswerLost lost
        && Fault.hits(lost.ratio())) {
      throw new CloseConnectionException("answer lost, as a drill wants it");
    }
    return answer;
  }

  private static Duration deadline(ServerRequest request) throws BadInput {
    Optional<String> text = request.headers().first(DEADLINE);
    if (text.isEmpty()) {
      return NO_DEADLINE;
    }
    try {
      return Duration.ofMillis(Math.min(Long.parseLong(text.get()), NO_DEADLINE.toMillis()));
    } catch (NumberFormatException e) {
      throw new BadInput("X-Deadline-Ms", text.get(), "a whole number of milliseconds");
    }
  }
}
