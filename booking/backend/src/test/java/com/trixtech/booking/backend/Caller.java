package com.trixtech.booking.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.http.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client of one backend; waits for conditions, with a limit. */
record Caller(int port) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final Duration LIMIT = Duration.ofSeconds(15);

  record Reply(int status, JsonNode body, HttpResponse<byte[]> raw, Duration took) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  /** A condition that may fail with an I/O error while it does not hold. */
  interface Condition {
    boolean holds() throws Exception;
  }

  Reply get(String path) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  Reply delete(String path) throws Exception {
    return send(HttpRequest.newBuilder().DELETE(), path);
  }

  Reply book(String body, String key) throws Exception {
    var request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body));
    return send(key.isEmpty() ? request : request.header("Idempotency-Key", key), "/bookings");
  }

  private Reply send(HttpRequest.Builder request, String path) throws Exception {
    long began = System.nanoTime();
    var raw =
        HTTP.send(
            request
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(8))
                .build(),
            BodyHandlers.ofByteArray());
    return new Reply(
        raw.statusCode(),
        Answer.JSON.readTree(raw.body()),
        raw,
        Duration.ofNanos(System.nanoTime() - began));
  }

  void awaitStatus(String path, int status) throws Exception {
    await(path + " answers " + status, () -> get(path).status() == status);
  }

  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  static String booking(String resource, String from, String to) {
    return "{\"resource\":\"%s\",\"from\":\"2031-05-01T%sZ\",\"to\":\"2031-05-01T%sZ\",\"customer\":\"Ada\"}"
        .formatted(resource, from, to);
  }

  static Map<String, String> environment(com.trixtech.booking.postgres.PostgresProcess postgres) {
    return Map.of(
        "PORT",
        "0",
        "DATABASE_URL",
        postgres.url(),
        "DATABASE_USER",
        postgres.user(),
        "DATABASE_PASSWORD",
        postgres.password(),
        "POD_NAME",
        "backend-1",
        "RELEASE",
        "v7",
        "DRAIN",
        "100ms");
  }
}
