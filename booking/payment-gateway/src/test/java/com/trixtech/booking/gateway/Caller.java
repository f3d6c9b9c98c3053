package com.trixtech.booking.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.http.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client of one gateway, or of its control port; waits for conditions, with a limit. */
record Caller(int port) {
  static final String GOOD = "4242424242424242";
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  record Reply(int status, JsonNode body) {
    String state() {
      return body.path("state").asText();
    }
  }

  /** A condition that may fail with an I/O error while it does not hold. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static String charge(long minor, String card, String reference) {
    return "{\"amount\":{\"currency\":\"EUR\",\"minor\":%d},\"card\":\"%s\",\"reference\":\"%s\"}"
        .formatted(minor, card, reference);
  }

  static String refund(String charge, long minor) {
    return "{\"charge\":\"%s\",\"amount\":{\"currency\":\"EUR\",\"minor\":%d}}"
        .formatted(charge, minor);
  }

  Reply pay(String key, long minor) throws Exception {
    return put("/charges/" + key, charge(minor, GOOD, "booking-" + key));
  }

  Reply put(String path, String body) throws Exception {
    return send(path, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)));
  }

  Reply get(String path) throws Exception {
    return send(path, HttpRequest.newBuilder().GET());
  }

  Reply cancel(String key) throws Exception {
    return send(
        "/charges/" + key + "/cancel", HttpRequest.newBuilder().POST(BodyPublishers.noBody()));
  }

  Reply delete(String path) throws Exception {
    return send(path, HttpRequest.newBuilder().DELETE());
  }

  Reply payBy(String key, Duration deadline) throws Exception {
    return send(
        "/charges/" + key,
        HttpRequest.newBuilder()
            .PUT(BodyPublishers.ofString(charge(100, GOOD, "booking-" + key)))
            .header("X-Deadline-Ms", Long.toString(deadline.toMillis())));
  }

  String text(String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private Reply send(String path, HttpRequest.Builder request) throws Exception {
    var raw =
        HTTP.send(
            request.uri(URI.create("http://127.0.0.1:" + port + path)).timeout(LIMIT).build(),
            BodyHandlers.ofByteArray());
    return new Reply(raw.statusCode(), Answer.JSON.readTree(raw.body()));
  }

  /** The whole ledger, read page by page. */
  List<JsonNode> ledger() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String after = "0"; !after.equals("null"); ) {
      JsonNode page = get("/ledger?limit=500&after=" + after).body();
      page.path("entries").forEach(lines::add);
      after = page.path("next").asText();
    }
    return lines;
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
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
