package com.trixtech.booking.backend;

import com.trixtech.booking.http.Answer;
import com.trixtech.booking.http.ProcessMetrics;
import com.trixtech.booking.http.Serving;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.health.HealthAnswer;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The port: all routes, those of the business and those for probes and people. Thread-safe. Probes
 * and metrics pass no door and no drill: an overloaded process is not a dead one.
 */
final class Server {
  private final ProcessMetrics metrics;
  private final Serving serving;
  private final WebServer web;
  private final List<String> routes = new ArrayList<>();

  Server(
      Config config,
      Health health,
      ProcessMetrics metrics,
      FaultDrill drill,
      List<Api.Route> business) {
    this.metrics = metrics;
    String pod = config.podName();
    serving =
        new Serving(
            metrics,
            Map.of("X-Served-By", pod, "X-Release", config.release()),
            _ -> Answer.error(500, "internal error; the log of " + pod + " has the cause"));
    web = Serving.server(config.host(), config.port(), routing(health, drill, business));
  }

  /** Binds the port. */
  void start() {
    web.start();
  }

  int port() {
    return web.port();
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
        serving.handler(
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
    to.route(method, path, serving.handler(path, source));
    routes.add(method.text() + " " + path);
  }

  private static Answer answer(HealthAnswer health) {
    return Answer.text(health.status(), HealthAnswer.CONTENT_TYPE, health.json())
        .with(health.headers());
  }

  /** From now on each answer is the last of its connection. */
  void leave() {
    serving.leave();
  }

  /** Waits until all is answered that came in, or for so long. */
  void finish(Duration most) throws InterruptedException {
    serving.finish(most);
  }

  /** Closes the port; returns how many requests had no answer yet. */
  int stop() {
    int unfinished = serving.inFlight();
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
