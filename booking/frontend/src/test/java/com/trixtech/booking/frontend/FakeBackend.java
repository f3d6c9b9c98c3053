package com.trixtech.booking.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.frontend.FakeBooks.Answer;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that speaks the contract, and breaks on request. Thread-safe. */
@SuppressWarnings("NullAway") // null: not broken, go on
final class FakeBackend implements AutoCloseable {
  static final String PAYS = "4242424242424242";
  static final String DECLINED = "4000000000000002";
  static final String POOR = "4000000000009995";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it answers. */
  enum Fault {
    None,
    /** Takes a request and never answers. */
    Hang,
    /** Answers a write only when this fault is over. */
    Holds,
    /** 500. */
    Errors,
    /** 503 with Retry-After, as the front door does. */
    Sheds,
    /** 200 with something that nobody agreed on. */
    Nonsense,
    /** Writes are done, and the connection is cut before they are answered. */
    AnswerLost
  }

  private record Kept(String content, Answer answer) {}

  private final Map<String, Kept> keys = new HashMap<>();
  private final FakeBooks books = new FakeBooks();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();
  private volatile Fault fault = Fault.None;
  private WebServer server;
  private final int port;

  FakeBackend() {
    server = start(0);
    port = server.port();
  }

  private WebServer start(int port) {
    return WebServer.builder()
        .host("127.0.0.1")
        .port(port)
        .shutdownHook(false)
        .shutdownGracePeriod(Duration.ofMillis(10))
        .featuresDiscoverServices(false)
        .routing(routing())
        .build()
        .start();
  }

  /** What it keeps. */
  FakeBooks books() {
    return books;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** From now on. */
  synchronized void breaks(Fault next) {
    fault = next;
    notifyAll();
  }

  private synchronized void awaitEnd() throws InterruptedException {
    while (fault == Fault.Holds) {
      wait();
    }
  }

  /** Refuses connections, as a process that is gone. */
  void stop() {
    server.stop();
  }

  /** Is there again, at the same address. */
  void comeBack() {
    server = start(port);
  }

  /** Writes that were held back so far. */
  int held() {
    return held.get();
  }

  private HttpRouting.Builder routing() {
    return HttpRouting.builder()
        .get("/rooms", read(_ -> books.all()))
        .get("/availability", read(r -> books.availability(r.query())))
        .get("/bookings", read(r -> books.find(r.query().get("code"), r.query().get("email"))))
        .get("/bookings/{id}", read(r -> books.one(id(r))))
        .post("/bookings", write((_, body) -> books.create(body)))
        .post(
            "/bookings/{id}/payment",
            write((r, body) -> books.pay(id(r), body.path("card").asText())))
        .post("/bookings/{id}/cancellation", write((r, _) -> books.cancel(id(r))));
  }

  private interface Read {
    Answer answer(ServerRequest request);
  }

  private interface Write {
    Answer answer(ServerRequest request, JsonNode body);
  }

  private Handler read(Read read) {
    return (request, response) -> {
      Answer answer = broken();
      if (answer == null) {
        answer = read.answer(request);
      }
      send(answer, response);
    };
  }

  private Handler write(Write write) {
    return (request, response) -> {
      byte[] content = request.content().as(byte[].class);
      Answer answer = broken();
      if (answer == null) {
        String key = request.headers().first(HeaderNames.create("Idempotency-Key")).orElse("");
        answer =
            key.isEmpty()
                ? Answer.error(400, "Idempotency-Key: missing")
                : once(request, key, content, write);
        if (fault == Fault.Holds) {
          held.incrementAndGet();
          awaitEnd();
        }
        if (fault == Fault.AnswerLost) {
          throw new CloseConnectionException("after it was done");
        }
      }
      send(answer, response);
    };
  }

  private synchronized Answer once(ServerRequest request, String key, byte[] content, Write write)
      throws IOException {
    String all =
        request.path().path() + new String(content, java.nio.charset.StandardCharsets.UTF_8);
    Kept kept = keys.get(key);
    if (kept != null) {
      return kept.content().equals(all)
          ? kept.answer()
          : Answer.error(422, "Idempotency-Key: reused");
    }
    Answer answer = write.answer(request, JSON.readTree(content));
    keys.put(key, new Kept(all, new Answer(answer.status(), answer.body().deepCopy())));
    return answer;
  }

  private Answer broken() throws InterruptedException {
    return switch (fault) {
      case None, AnswerLost, Holds -> null;
      case Errors -> Answer.error(500, "broken on request");
      case Sheds -> Answer.error(503, "busy: 100 requests (expected: fewer)");
      case Nonsense -> Answer.ok(FakeRooms.object().put("nonsense", true));
      case Hang -> {
        boolean ended = closed.await(30, TimeUnit.SECONDS);
        throw new CloseConnectionException("hang, ended: " + ended);
      }
    };
  }

  private static void send(Answer answer, io.helidon.webserver.http.ServerResponse response)
      throws IOException {
    response.status(answer.status());
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    if (answer.status() == 503) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    response.send(JSON.writeValueAsBytes(answer.body()));
  }

  private static UUID id(ServerRequest request) {
    return UUID.fromString(request.path().pathParameters().get("id"));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop();
  }
}
