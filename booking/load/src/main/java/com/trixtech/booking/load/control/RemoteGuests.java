package com.trixtech.booking.load.control;

import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Guests of a {@link ControlServer}. Thread-safe.
 *
 * <p>Every request may be repeated, so one that is not answered is: for some seconds, since the way
 * there may break and be made anew.
 */
public final class RemoteGuests implements Guests {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** What is under way at the stop ends by its own time-out, which is the plan's. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final URI control;
  private final LoadPlan plan;
  private final Duration persistence;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private RemoteGuests(URI control, LoadPlan plan, Duration persistence) {
    this.control = control;
    this.plan = plan;
    this.persistence = persistence;
  }

  /**
   * They come at once.
   *
   * @param control such as {@code http://127.0.0.1:8090}
   * @param persistence for how long a request is repeated that is not answered
   * @throws UncheckedIOException where nobody answers
   */
  public static RemoteGuests start(URI control, LoadPlan plan, Duration persistence) {
    var guests = new RemoteGuests(control, plan, persistence);
    guests.ask("PUT", "/load", plan, Void.class, PATIENCE);
    return guests;
  }

  @Override
  public Counts counts() {
    return ask("GET", "/counts", null, Counts.class, PATIENCE);
  }

  @Override
  public void turnTo(int requestsPerSecond) {
    ask("POST", "/turn", new ControlJson.Turn(requestsPerSecond), Void.class, PATIENCE);
  }

  @Override
  public void measureFromNow() {
    ask("POST", "/measure", null, Void.class, PATIENCE);
  }

  @Override
  public LoadReport report() {
    return ask("GET", "/report", null, LoadReport.class, PATIENCE);
  }

  @Override
  public Ended stop() {
    return ask("POST", "/stop", null, Ended.class, plan.requestTimeout().plus(GRACE));
  }

  @Override
  public LedgerReport check(URI gateway, Duration patience)
      throws IOException, InterruptedException {
    try {
      var check = new ControlJson.Check(gateway, patience);
      return ask("POST", "/check", check, LedgerReport.class, patience.plus(GRACE));
    } catch (UncheckedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the ledger was checked");
      }
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    try {
      once("POST", "/stop", null, PATIENCE);
    } catch (IOException e) {
      // Nobody answers: whoever has the guests ends them for want of questions.
    } finally {
      http.close();
    }
  }

  private <T> T ask(
      String method, String path, @Nullable Object body, Class<T> type, Duration patience) {
    long end = System.nanoTime() + persistence.toNanos();
    while (true) {
      try {
        return read(once(method, path, body, patience), type);
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() > end) {
          throw new UncheckedIOException(
              "load: %s %s: %s (expected: an answer)".formatted(method, path, sentence(e)), e);
        }
      }
      pause();
    }
  }

  private static String sentence(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> once(
      String method, String path, @Nullable Object body, Duration patience) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(control.resolve(path))
            .timeout(patience)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(ControlJson.MAPPER.writeValueAsBytes(body)))
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @SuppressWarnings("NullAway") // Void has no value but null.
  private static <T> T read(HttpResponse<byte[]> answer, Class<T> type) throws IOException {
    return switch (answer.statusCode()) {
      case 200 -> ControlJson.MAPPER.readValue(answer.body(), type);
      case 204 -> null;
      case 400, 409, 502 -> {
        String problem =
            ControlJson.MAPPER.readValue(answer.body(), ControlJson.Problem.class).problem();
        throw new UncheckedIOException(problem, new IOException(problem));
      }
      default ->
          throw new IOException("status: " + answer.statusCode() + " (expected: 200 or 204)");
    };
  }
}
