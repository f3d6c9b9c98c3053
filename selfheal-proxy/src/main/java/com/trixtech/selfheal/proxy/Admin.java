package com.trixtech.selfheal.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The proxy's own HTTP interface, for whoever owns the token: routes in, statistics out, ejections
 * by order. Every answer is JSON; errors are {@code {"error": …}}. Work is done off the event
 * loops, one request at a time, in order of arrival.
 */
final class Admin {

  private static final int LARGEST_BODY_BYTES = 8 * 1024 * 1024;

  private record Answer(int status, Object body) {}

  private final Proxy proxy;
  private final byte[] expected;
  private final HttpServer server;

  private Admin(Proxy proxy, String token) {
    this.proxy = proxy;
    this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.server =
        proxy
            .vertx()
            .createHttpServer(
                new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(75))
            .requestHandler(this::handle);
  }

  /** Listens and returns the address in use. */
  static String listen(Proxy proxy, String token, String host, int port) throws Exception {
    Admin admin = new Admin(proxy, token);
    try {
      admin
          .server
          .listen(port, host)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AddressUnavailable(host, port, cause, "the admin interface");
    }
    return "http://" + host + ":" + admin.server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    String given = request.getHeader("Authorization");
    if (given == null || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
      send(
          request,
          error(401, "Authorization: missing or wrong (expected: the bearer token of this proxy)"));
      return;
    }
    String length = request.getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > LARGEST_BODY_BYTES) {
      send(
          request,
          error(413, "body: " + length + " bytes (expected: <= " + LARGEST_BODY_BYTES + ")"));
      return;
    }
    request
        .body()
        .compose(body -> proxy.vertx().executeBlocking(() -> answer(request, body)))
        .onComplete(
            answer -> send(request, answer),
            e -> {
              if (!request.response().closed()) {
                send(request, error(500, String.valueOf(e.getMessage())));
              }
            });
  }

  private Answer answer(HttpServerRequest request, Buffer body) throws Exception {
    try {
      return switch (request.method().name() + " " + request.path()) {
        case "GET /health" ->
            new Answer(200, Map.of("status", "serving", "generation", proxy.generation()));
        case "GET /stats" -> new Answer(200, proxy.stats());
        case "PUT /routes" -> {
          Routes routes = Wire.json().readValue(body.getBytes(), Routes.class);
          proxy.apply(routes);
          yield new Answer(200, Map.of("generation", routes.generation()));
        }
        case "POST /eject" -> {
          EjectOrder order = Wire.json().readValue(body.getBytes(), EjectOrder.class);
          boolean within = order.seconds() >= 1 && order.seconds() <= EjectOrder.MOST_SECONDS;
          yield within
              ? ordered(order, proxy.eject(order))
              : error(
                  400,
                  "seconds: "
                      + order.seconds()
                      + " (expected: 1 to "
                      + EjectOrder.MOST_SECONDS
                      + ")");
        }
        case "POST /uneject" -> {
          EjectOrder order = Wire.json().readValue(body.getBytes(), EjectOrder.class);
          yield ordered(order, proxy.uneject(order));
        }
        default ->
            error(
                404,
                request.method()
                    + " "
                    + request.path()
                    + " (expected: GET /health, GET /stats, PUT /routes, POST /eject, POST /uneject)");
      };
    } catch (JsonProcessingException e) {
      return error(400, e.getOriginalMessage());
    } catch (StaleRoutes | AddressUnavailable e) {
      return error(409, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private static Answer ordered(EjectOrder order, boolean known) {
    return known
        ? new Answer(200, order)
        : error(
            404,
            "endpoint: "
                + order.endpointUid()
                + " (expected: one of service "
                + order.service()
                + ")");
  }

  private static Answer error(int status, String message) {
    return new Answer(status, Map.of("error", message));
  }

  private static void send(HttpServerRequest request, Answer answer) {
    try {
      request
          .response()
          .setStatusCode(answer.status())
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Wire.json().writeValueAsBytes(answer.body())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
