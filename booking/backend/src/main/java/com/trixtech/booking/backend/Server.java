package com.trixtech.booking.backend;

import com.trixtech.booking.backend.http.Answer;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.health.HealthAnswer;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The port: all routes, those of the business and those for probes and people. Thread-safe. Probes
 * and metrics pass no door and no drill: an overloaded process is not a dead one.
 */
final class Server {
  private static final Logger LOG = Logger.getLogger(Server.class.getName());
  private static final long MAX_BODY = 16 * 1024;

  private final Config config;
  private final Metrics metrics;
  private final WebServer web;
  private final List<String> routes = new ArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean leaving;

  Server(
      Config config, Health health, Metrics metrics, FaultDrill drill, List<Api.Route> business) {
    this.config = config;
    this.metrics = metrics;
    web =
        WebServer.builder()
            .host(config.host())
            .port(config.port())
            .shutdownHook(false) // ours drains first
            .shutdownGracePeriod(Duration.ofMillis(200))
            .maxPayloadSize(MAX_BODY)
            .featuresDiscoverServices(false)
            .routing(routing(health, drill, business))
            .build();
  }

  /** Binds the port. */
  void start() {
    web.start();
  }

  int port() {
    return web.port();
  }

  /** Requests that have no answer yet. */
  AtomicInteger inFlight() {
    return inFlight;
  }

  /** All that it serves, such as {@code GET /rooms}. */
  List<String> routes() {
    return List.copyOf(routes);
  }

  private HttpRouting.Builder routing(Health health, FaultDrill drill, List<Api.Route> business) {
    var to = HttpRouting.builder();
    get(to, "/health/live", _ -> drill.live(answer(health.live())));
    get(to, "/health/ready", _ -> answer(health.ready()));
    get(to, "/health/startup", _ -> answer(health.startup()));
    get(to, "/health", _ -> answer(health.health()));
    get(to, "/metrics", _ -> metrics.answer());
    get(to, "/openapi.json", _ -> Answer.json(200, Document.TEXT));
    for (var route : business) {
      route(to, route.method(), route.path(), r -> drill.booking(() -> route.source().answer(r)));
    }
    return to.any(
        handler(
            "other",
            r ->
                Answer.error(
                    404,
                    "path: %s %s (expected: a route of /openapi.json)"
                        .formatted(r.prologue().method(), r.path().path()))));
  }

  private void get(HttpRouting.Builder to, String path, Answer.Source source) {
    route(to, Method.GET, path, source);
  }

  private void route(HttpRouting.Builder to, Method method, String path, Answer.Source source) {
    to.route(method, path, handler(path, source));
    routes.add(method.text() + " " + path);
  }

  private static Answer answer(HealthAnswer health) {
    return new Answer(health.status(), HealthAnswer.CONTENT_TYPE, health.json(), health.headers());
  }

  private Handler handler(String route, Answer.Source source) {
    return (request, response) -> {
      long began = System.nanoTime();
      int status = 0;
      inFlight.incrementAndGet();
      try {
        Answer answer =
            answer(request, source)
                .with("X-Served-By", config.podName())
                .with("X-Release", config.release());
        // Leaving: the caller must not reuse a connection that is about to end.
        boolean last = leaving || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        status = answer.status();
        (last ? answer.with("Connection", "close") : answer).sendTo(response);
        if (last) {
          // Helidon 4.5.0 announces the end and then keeps the connection open
          // (helidon-io/helidon#12324).
          throw new CloseConnectionException("announced to the caller");
        }
      } finally {
        metrics.served(
            request.prologue().method().text(),
            route,
            status,
            Duration.ofNanos(System.nanoTime() - began));
        inFlight.decrementAndGet();
      }
    };
  }

  private Answer answer(ServerRequest request, Answer.Source source) {
    try {
      return source.answer(request);
    } catch (RequestException e) {
      throw e; // too large, malformed: the server has the right answer
    } catch (Exception e) {
      LOG.log(
          Level.SEVERE, request.prologue().method() + " " + request.path().path() + " failed", e);
      return Answer.error(500, "internal error; the log of " + config.podName() + " has the cause");
    }
  }

  /** From now on each answer is the last of its connection. */
  void leave() {
    leaving = true;
  }

  /** Waits until all is answered that came in, or for so long. */
  void finish(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (inFlight.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }

  /** Closes the port; returns how many requests had no answer yet. */
  int stop() {
    int unfinished = inFlight.get();
    web.stop();
    return unfinished;
  }

  /** The API's description, read when it is asked for the first time. */
  private static final class Document {
    static final String TEXT = read();

    private static String read() {
      try (InputStream in = Server.class.getResourceAsStream("/openapi.json")) {
        if (in == null) {
          throw new IllegalStateException("openapi.json: missing (expected: in the jar)");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
