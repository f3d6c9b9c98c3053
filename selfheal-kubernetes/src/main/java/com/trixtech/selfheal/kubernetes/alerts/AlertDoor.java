package com.trixtech.selfheal.kubernetes.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Alertmanager posts. Every operator takes what comes, and one that does not lead hands it to
 * the leader before it says that all went well: a message that the leader has not got is answered
 * with 503, and Alertmanager sends it again. Thread-safe.
 *
 * <p>Closed (404) while there is no token. Then in this order: 405, 401, 429 (more than 20 at once
 * or 5 a second), 413 (more than 1 MiB), 400, 503, 200.
 */
public final class AlertDoor implements HttpHandler, AutoCloseable {
  /** Where it is. */
  public static final String PATH = "/alerts";

  /** Some thousand alerts. */
  private static final int LONGEST = 1 << 20;

  private static final int BURST = 20;
  private static final Duration EVERY = Duration.ofMillis(200);

  /** So many bodies in memory at one time. */
  private static final int AT_ONCE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Set on what one operator hands to another, so that it goes no further. */
  private static final String HANDED = "X-Selfheal-Handed-On";

  private final Token token;
  private final Alerts alerts;
  private final Supplier<Set<WorkloadRef>> covered;
  private final Leader leader;
  private final InstantSource clock;
  private final Rate rate;
  private final Semaphore bodies = new Semaphore(AT_ONCE);
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Who runs the loop. */
  public interface Leader {
    /** Whether this process does. */
    boolean here();

    /** Where the one that does is asked; empty where nobody knows. */
    Optional<URI> elsewhere();
  }

  /** What is answered. */
  private record Answer(int code, String text) {}

  /**
   * Opens nothing by itself.
   *
   * @param token file with the bearer token; null or absent = closed
   * @param covered the workloads that are some policy's target
   */
  public AlertDoor(
      @Nullable Path token,
      Alerts alerts,
      Supplier<Set<WorkloadRef>> covered,
      Leader leader,
      InstantSource clock) {
    this.token = new Token(token);
    this.alerts = alerts;
    this.covered = covered;
    this.leader = leader;
    this.clock = clock;
    this.rate = new Rate(clock, BURST, EVERY);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "text/plain; charset=utf-8");
      switch (answer.code()) {
        case 401 -> headers.set("WWW-Authenticate", "Bearer");
        case 405 -> headers.set("Allow", "POST");
        case 429, 503 -> headers.set("Retry-After", "1");
        default -> {}
      }
      if (answer.code() != 200) {
        headers.set("Connection", "close"); // what is left of the body is not read
      }
      exchange.sendResponseHeaders(answer.code(), body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Optional<String> expected = token.get();
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (expected.isEmpty()) {
      return new Answer(404, "alerts are not taken: there is no token");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Answer(405, "only POST");
    }
    if (!Token.matches(expected.get(), given)) {
      return new Answer(401, "Authorization: not the bearer token");
    }
    if (!rate.allows() || !bodies.tryAcquire()) {
      return new Answer(429, "too many messages");
    }
    try {
      return taken(exchange, expected.get());
    } finally {
      bodies.release();
    }
  }

  private Answer taken(HttpExchange exchange, String secret) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      return new Answer(413, "body: more than " + LONGEST + " bytes");
    }
    int taken;
    try {
      taken = alerts.take(Message.read(body, clock.instant()), covered.get());
    } catch (IllegalArgumentException e) {
      return new Answer(400, String.valueOf(e.getMessage()));
    }
    boolean handedOn = exchange.getRequestHeaders().getFirst(HANDED) != null;
    boolean known = leader.here() || (!handedOn && handOn(body, secret));
    return known
        ? new Answer(200, "taken: " + taken)
        : new Answer(503, "whoever leads could not be told");
  }

  private boolean handOn(byte[] body, String secret) {
    Optional<URI> there = leader.elsewhere();
    if (there.isEmpty()) {
      return false;
    }
    HttpRequest request =
        HttpRequest.newBuilder(there.get())
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + secret)
            .header(HANDED, "true")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
