package com.trixtech.booking.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.http.Answer;
import com.trixtech.booking.postgres.PostgresProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A client of one backend; waits for conditions, with a limit. */
record Caller(int port) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final Duration LIMIT = Duration.ofSeconds(60);

  /** Far enough to be free, and the same for a whole run. */
  static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).plusDays(100);

  record Reply(int status, JsonNode body, HttpResponse<byte[]> raw, Duration took) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    String id() {
      return body.path("id").asText();
    }

    String state() {
      return body.path("state").asText() + "/" + body.path("payment").path("state").asText();
    }
  }

  /** A condition that may fail with an I/O error while it does not hold. */
  interface Condition {
    boolean holds() throws Exception;
  }

  Reply get(String path) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  /** With {@code key} where it is not empty. */
  Reply post(String path, String body, String key) throws Exception {
    var request = HttpRequest.newBuilder().POST(BodyPublishers.ofString(body));
    return send(key.isEmpty() ? request : request.header("Idempotency-Key", key), path);
  }

  Reply book(String body, String key) throws Exception {
    return post("/bookings", body, key);
  }

  /** As a patient client does: what was shed or timed out is sent again, with the same key. */
  Reply bookPatiently(String body, String key) throws Exception {
    var last = new AtomicReference<>(book(body, key));
    await(
        "booking is answered",
        () -> {
          if (status(last) == 503) {
            last.set(book(body, key));
          }
          return status(last) != 503;
        });
    return Objects.requireNonNull(last.get());
  }

  private static int status(AtomicReference<Reply> reply) {
    return Objects.requireNonNull(reply.get()).status();
  }

  /** A booking of one night, which must succeed. */
  Reply booked(String room, int day) throws Exception {
    var reply = book(booking(room, day, day + 1), UUID.randomUUID().toString());
    if (reply.status() != 201) {
      throw new AssertionError("booking: " + reply.status() + " " + reply.body());
    }
    return reply;
  }

  Reply pay(String booking, String card) throws Exception {
    return pay(booking, card, UUID.randomUUID().toString());
  }

  Reply pay(String booking, String card, String key) throws Exception {
    return post("/bookings/" + booking + "/payment", "{\"card\":\"" + card + "\"}", key);
  }

  Reply cancel(String booking) throws Exception {
    return cancel(booking, UUID.randomUUID().toString());
  }

  Reply cancel(String booking, String key) throws Exception {
    return post("/bookings/" + booking + "/cancellation", "{}", key);
  }

  String state(String booking) throws Exception {
    return get("/bookings/" + booking).state();
  }

  Reply send(HttpRequest.Builder request, String path) throws Exception {
    long began = System.nanoTime();
    var raw =
        HTTP.send(
            request
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(8))
                .build(),
            BodyHandlers.ofByteArray());
    var type = raw.headers().firstValue("Content-Type").orElse("");
    return new Reply(
        raw.statusCode(),
        type.startsWith("application/json") ? Answer.JSON.readTree(raw.body()) : Answer.object(),
        raw,
        Duration.ofNanos(System.nanoTime() - began));
  }

  void awaitStatus(String path, int status) throws Exception {
    await(path + " answers " + status, () -> get(path).status() == status);
  }

  /** Waits until booking and payment are in this state, such as {@code Confirmed/Succeeded}. */
  void awaitState(String booking, String state) throws Exception {
    await("booking is " + state, () -> state(booking).equals(state));
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

  /** From and to are counted in days from {@link #DAY}. */
  static String booking(String room, int from, int to) {
    return ("{\"room\":\"%s\",\"from\":\"%s\",\"to\":\"%s\","
            + "\"guest\":{\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\"},\"guests\":1}")
        .formatted(room, DAY.plusDays(from), DAY.plusDays(to));
  }

  static Map<String, String> environment(PostgresProcess postgres, URI provider) {
    return new HashMap<>(
        Map.of(
            "PORT", "0",
            "PAYMENT_PATIENCE", "5s",
            "DATABASE_URL", postgres.url(),
            "DATABASE_USER", postgres.user(),
            "DATABASE_PASSWORD", postgres.password(),
            "PAYMENT_URL", provider.toString(),
            "GIVE_UP", "5s",
            "POD_NAME", "backend-1",
            "RELEASE", "v7",
            "DRAIN", "100ms"));
  }
}
