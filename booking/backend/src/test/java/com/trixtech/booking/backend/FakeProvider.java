package com.trixtech.booking.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A payment provider in memory that does at once, and exactly, what a test asks of it: the real one
 * cannot be stopped between two steps. Speaks the provider's interface. Thread-safe.
 */
final class FakeProvider implements AutoCloseable {
  static final String GOOD = "4242424242424242";
  static final String DECLINED = "4000000000000002";
  static final String POOR = "4000000000009995";

  /** How it treats what comes in. */
  enum Fault {
    NONE,
    /** Takes requests and does nothing until {@link #heal}; then closes them without an effect. */
    HANGS,
    /** Takes charges only, and makes them when {@link #heal} is called: the late ones. */
    CHARGES_LATE,
    /** 500 before anything is done. */
    ERRORS,
    /** 429 before anything is done. */
    HAS_TOO_MUCH_TO_DO,
    /** Does it, and closes the connection without an answer. */
    LOSES_ANSWERS,
    /** Every fourth request is one of {@link #ERRORS}, every fifth {@link #LOSES_ANSWERS}. */
    FLAKY
  }

  /** One line of its books. */
  record Line(String kind, String key, String reference, long minor) {}

  private record Charge(String state, String content, ObjectNode json) {}

  private final Map<String, Charge> charges = new HashMap<>();
  private final Map<String, ObjectNode> refunds = new HashMap<>();
  private final List<Line> ledger = new ArrayList<>();
  private final List<String> deadlines = new ArrayList<>();
  private final WebServer server;
  private final AtomicInteger count = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;
  private volatile Runnable before = () -> {};
  private volatile Runnable after = () -> {};
  private volatile CountDownLatch healed = new CountDownLatch(0);

  FakeProvider() {
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(10))
            .featuresDiscoverServices(false)
            .routing(
                HttpRouting.builder()
                    .put("/charges/{key}", handler("charge", this::charge))
                    .get("/charges/{key}", handler("find", (key, _) -> find(key)))
                    .post("/charges/{key}/cancel", handler("cancel", (key, _) -> cancel(key)))
                    .put("/refunds/{key}", handler("refund", this::refund)))
            .build()
            .start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  void breaks(Fault next) {
    healed = new CountDownLatch(1);
    fault = next;
  }

  /** Ends the fault; what waits in it goes on. */
  void heal() {
    fault = Fault.NONE;
    healed.countDown();
  }

  /** Does this when the next charges come in, before anything is done for them. */
  void beforeCharges(Runnable work) {
    before = work;
  }

  /** Does this when the next charges are made, before they are answered. */
  void afterCharges(Runnable work) {
    after = work;
  }

  void undisturbed() {
    before = () -> {};
    after = () -> {};
  }

  /** What happened to the money, oldest first. */
  synchronized List<Line> ledger() {
    return List.copyOf(ledger);
  }

  synchronized List<Line> ledger(String kind, String booking) {
    return ledger.stream()
        .filter(l -> l.kind().equals(kind) && l.reference().equals(booking))
        .toList();
  }

  /** What the provider has of this booking's money now. */
  synchronized long net(String booking) {
    return ledger.stream()
        .filter(l -> l.reference().equals(booking))
        .mapToLong(
            l -> l.kind().equals("Charge") ? l.minor() : l.kind().equals("Refund") ? -l.minor() : 0)
        .sum();
  }

  /** The values of X-Deadline-Ms that came, in order. */
  synchronized List<String> deadlines() {
    return List.copyOf(deadlines);
  }

  private interface Work {
    Answer answer(String key, JsonNode body);
  }

  private Handler handler(String name, Work work) {
    return (request, response) -> {
      String key = request.path().pathParameters().get("key");
      JsonNode body =
          request.content().hasEntity()
              ? Answer.JSON.readTree(request.content().as(byte[].class))
              : Answer.object();
      synchronized (this) {
        request
            .headers()
            .first(io.helidon.http.HeaderNames.create("X-Deadline-Ms"))
            .ifPresent(deadlines::add);
      }
      Fault now = fault == Fault.FLAKY ? flaky() : fault;
      if (name.equals("charge")) {
        before.run();
      }
      CountDownLatch end = healed;
      switch (now) {
        case NONE, FLAKY -> {
          Answer answer = done(work, key, body);
          if (name.equals("charge")) {
            after.run();
          }
          answer.sendTo(response);
        }
        case ERRORS -> Answer.error(500, "broken on request").sendTo(response);
        case HAS_TOO_MUCH_TO_DO -> Answer.error(429, "later, on request").sendTo(response);
        case LOSES_ANSWERS -> {
          done(work, key, body);
          throw new CloseConnectionException("the answer is lost");
        }
        case HANGS -> {
          end.await();
          throw new CloseConnectionException("nothing was done");
        }
        case CHARGES_LATE -> {
          if (name.equals("charge")) {
            end.await();
          }
          done(work, key, body).sendTo(response);
        }
      }
    };
  }

  private Fault flaky() {
    int n = count.incrementAndGet();
    return n % 4 == 0 ? Fault.ERRORS : n % 5 == 0 ? Fault.LOSES_ANSWERS : Fault.NONE;
  }

  private synchronized Answer done(Work work, String key, JsonNode body) {
    return work.answer(key, body);
  }

  private Answer charge(String key, JsonNode body) {
    Charge before = charges.get(key);
    if (before != null) {
      return before.content().equals(body.toString())
          ? Answer.of(before.state().equals("Declined") ? 402 : 200, before.json())
          : Answer.error(409, "key: " + key);
    }
    String card = body.path("card").asText();
    Optional<String> reason =
        switch (card) {
          case DECLINED -> Optional.of("card_declined");
          case POOR -> Optional.of("insufficient_funds");
          default -> Optional.empty();
        };
    String state = reason.isPresent() ? "Declined" : "Succeeded";
    ObjectNode json =
        Answer.object()
            .put("key", key)
            .put("state", state)
            .put("reference", body.path("reference").asText());
    json.set("amount", body.path("amount"));
    reason.ifPresent(r -> json.put("reason", r));
    charges.put(key, new Charge(state, body.toString(), json));
    line(reason.isPresent() ? "Decline" : "Charge", key, json);
    return Answer.of(reason.isPresent() ? 402 : 201, json);
  }

  private Answer find(String key) {
    Charge charge = charges.get(key);
    return charge == null ? Answer.error(404, "charge: " + key) : Answer.of(200, charge.json());
  }

  private Answer cancel(String key) {
    Charge charge =
        charges.computeIfAbsent(
            key,
            k ->
                new Charge(
                    "Cancelled", "", Answer.object().put("key", k).put("state", "Cancelled")));
    return Answer.of(200, charge.json());
  }

  private Answer refund(String key, JsonNode body) {
    if (refunds.containsKey(key)) {
      return Answer.of(200, refunds.get(key));
    }
    Charge charge = charges.get(body.path("charge").asText());
    if (charge == null || !charge.state().equals("Succeeded")) {
      return Answer.error(404, "charge: " + body.path("charge").asText());
    }
    if (net(charge.json().path("reference").asText())
        < body.path("amount").path("minor").asLong()) {
      return Answer.error(409, "more than was charged");
    }
    ObjectNode json = Answer.object().put("key", key).put("charge", body.path("charge").asText());
    json.set("amount", body.path("amount"));
    json.put("reference", charge.json().path("reference").asText());
    refunds.put(key, json);
    line("Refund", key, json);
    return Answer.of(201, json);
  }

  private void line(String kind, String key, ObjectNode json) {
    ledger.add(
        new Line(
            kind,
            key,
            json.path("reference").asText(),
            json.path("amount").path("minor").asLong()));
  }

  @Override
  public void close() {
    heal();
    server.stop();
  }
}
