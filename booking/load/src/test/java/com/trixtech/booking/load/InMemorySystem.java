package com.trixtech.booking.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A backend and a payment provider that speak the contract and keep all in memory, for as long as a
 * test does not make them break it. Thread-safe.
 */
public final class InMemorySystem implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROOMS = 40;

  /** What becomes of a request, besides what it asks for. */
  public enum Trouble {
    NONE,
    /** 500, nothing done. */
    ERROR,
    /** 503 with Retry-After, nothing done. */
    SHED,
    /** All is done, and the connection is cut instead of an answer. */
    CUT,
    /** Nothing is done, and no answer comes. */
    HANG
  }

  /** Decides by path and by how many requests of that path there were before. */
  @FunctionalInterface
  public interface Troubles {
    Trouble of(String method, String path, int nth);
  }

  private record Answer(int status, ObjectNode body) {}

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer backend;
  private final HttpServer gateway;
  private final List<ObjectNode> bookings = new ArrayList<>();
  private final List<ObjectNode> entries = new ArrayList<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private final Map<String, Integer> requests = new LinkedHashMap<>();
  private volatile Troubles troubles = (_, _, _) -> Trouble.NONE;
  private volatile UnaryOperator<ObjectNode> shown = booking -> booking;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean deferring;

  public InMemorySystem() {
    backend = listen(this::backend);
    gateway = listen(this::gateway);
  }

  private HttpServer listen(io.vertx.core.Handler<HttpServerRequest> handler) {
    return vertx
        .createHttpServer()
        .connectionHandler(_ -> connections.incrementAndGet())
        .requestHandler(handler)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** That were ever opened. */
  public int connections() {
    return connections.get();
  }

  public URI backend() {
    return URI.create("http://127.0.0.1:" + backend.actualPort());
  }

  public URI gateway() {
    return URI.create("http://127.0.0.1:" + gateway.actualPort());
  }

  public void trouble(Troubles what) {
    troubles = what;
  }

  /** Changes how a booking is shown to its guest; what is stored stays. */
  public void show(UnaryOperator<ObjectNode> how) {
    shown = how;
  }

  /** Payments are taken with 202 from now on, and stay open until {@link #settle}. */
  public void defer() {
    deferring = true;
  }

  /** Charges what is pending; payments are charged at once again. */
  public synchronized void settle() {
    deferring = false;
    for (ObjectNode booking : bookings) {
      if (state(booking, "payment").equals("Pending")) {
        boolean cancelled = booking.path("state").asText().equals("Cancelled");
        charge(booking, booking.path("paymentKeys").path(0).asText());
        if (cancelled) {
          refund(booking);
        } else {
          confirm(booking);
        }
      }
    }
  }

  /** Requests so far, by method and path without ids. */
  public synchronized Map<String, Integer> requests() {
    return Map.copyOf(requests);
  }

  /** The stored bookings, to be spoilt by a test. */
  public synchronized List<ObjectNode> bookings() {
    return bookings;
  }

  /** The provider's ledger, to be spoilt by a test. */
  public synchronized List<ObjectNode> entries() {
    return entries;
  }

  private void backend(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          String path = request.path();
          String shape =
              request.method() + " " + path.replaceAll("/bookings/[^/]+", "/bookings/{id}");
          int nth;
          synchronized (this) {
            nth = requests.merge(shape, 1, Integer::sum) - 1;
          }
          Trouble trouble = troubles.of(request.method().name(), path, nth);
          switch (trouble) {
            case HANG -> {}
            case ERROR -> request.response().setStatusCode(500).end("{\"error\":\"planted\"}");
            case SHED ->
                request
                    .response()
                    .setStatusCode(503)
                    .putHeader("Retry-After", "1")
                    .end("{\"error\":\"planted\"}");
            case NONE, CUT -> {
              Answer answer = answer(request, path, body.getBytes());
              if (trouble == Trouble.CUT) {
                request.connection().close();
              } else {
                request.response().setStatusCode(answer.status()).end(answer.body().toString());
              }
            }
          }
        });
  }

  private synchronized Answer answer(HttpServerRequest request, String path, byte[] body) {
    String[] parts = path.split("/");
    if (request.method().name().equals("POST")) {
      String key = request.getHeader("Idempotency-Key");
      if (key == null) {
        return error(400, "Idempotency-Key: none (expected: one)");
      }
      Answer known = answers.get(key);
      if (known == null) {
        known =
            parts.length == 2
                ? book(tree(body))
                : parts[3].equals("payment")
                    ? pay(find(parts[2]), key, tree(body).path("card").asText())
                    : cancel(find(parts[2]));
        answers.put(key, known);
      }
      return known;
    }
    if (path.equals("/availability")) {
      return availability(
          LocalDate.parse(request.getParam("from")),
          LocalDate.parse(request.getParam("to")),
          request.getParam("house"));
    }
    return parts.length == 2
        ? page(bookings, "bookings", request)
        : new Answer(200, guests(find(parts[2])));
  }

  private void gateway(HttpServerRequest request) {
    Answer page;
    synchronized (this) {
      page = page(entries, "entries", request);
    }
    request.response().end(page.body().toString());
  }

  /** Small pages, so that tests see more than one. */
  private static Answer page(List<ObjectNode> all, String name, HttpServerRequest request) {
    int after = Integer.parseInt(request.getParam("after"));
    int limit = Math.min(25, Integer.parseInt(request.getParam("limit")));
    ObjectNode page = object();
    var list = page.putArray(name);
    int last = after;
    for (ObjectNode one : all) {
      if (one.path("seq").asInt() > after && list.size() < limit) {
        list.add(one);
        last = one.path("seq").asInt();
      }
    }
    if (list.size() == limit) {
      page.put("next", last);
    } else {
      page.putNull("next");
    }
    return new Answer(200, page);
  }

  private Answer availability(LocalDate from, LocalDate to, String house) {
    ObjectNode answer = object().put("from", from.toString()).put("to", to.toString());
    var rooms = answer.putArray("rooms");
    for (int i = 0; i < ROOMS; i++) {
      String id = "room-" + i;
      if ((house == null || house.equals(house(i))) && free(id, from, to)) {
        rooms
            .addObject()
            .put("id", id)
            .put("house", house(i))
            .put("beds", 2)
            .<ObjectNode>set("price", money(rate(i)))
            .set("total", money(rate(i) * ChronoUnit.DAYS.between(from, to)));
      }
    }
    return new Answer(200, answer);
  }

  private static String house(int room) {
    return "House " + room % 4;
  }

  private static long rate(int room) {
    return 9900 + room * 100L;
  }

  private boolean free(String room, LocalDate from, LocalDate to) {
    return bookings.stream()
        .filter(b -> b.path("room").asText().equals(room))
        .filter(b -> !b.path("state").asText().equals("Cancelled"))
        .noneMatch(b ->
            LocalDate.parse(b.path("from").asText()).isBefore(to)
                && from.isBefore(LocalDate.parse(b.path("to").asText())));
  }

  private Answer book(JsonNode wish) {
    LocalDate from = LocalDate.parse(wish.path("from").asText());
    LocalDate to = LocalDate.parse(wish.path("to").asText());
    String room = wish.path("room").asText();
    if (!free(room, from, to)) {
      Answer taken = error(409, "room: taken");
      taken.body().put("code", "ROOM_TAKEN");
      return taken;
    }
    int number = Integer.parseInt(room.substring("room-".length()));
    ObjectNode booking =
        object()
            .put("seq", bookings.size() + 1)
            .put("id", UUID.randomUUID().toString())
            .put("room", room)
            .put("from", from.toString())
            .put("to", to.toString())
            .put("state", "PendingPayment")
            .put("holdExpiresAt", Instant.now().plusSeconds(600).toString());
    booking.set("guest", wish.path("guest"));
    booking.set("price", money(rate(number) * ChronoUnit.DAYS.between(from, to)));
    booking.putObject("payment").put("state", "None");
    booking.putArray("paymentKeys");
    bookings.add(booking);
    return new Answer(201, guests(booking));
  }

  private Answer pay(ObjectNode booking, String key, String card) {
    if (!booking.path("state").asText().equals("PendingPayment")
        || state(booking, "payment").equals("Pending")) {
      return error(409, "state: " + booking.path("state").asText());
    }
    booking.withArray("paymentKeys").insert(0, "charge-" + key);
    if (card.startsWith("4000")) {
      payment(booking, "Declined");
      entry("Decline", "charge-" + key, booking);
      return new Answer(402, guests(booking));
    }
    if (deferring) {
      payment(booking, "Pending");
      return new Answer(202, guests(booking));
    }
    charge(booking, "charge-" + key);
    confirm(booking);
    return new Answer(200, guests(booking));
  }

  private Answer cancel(ObjectNode booking) {
    booking.put("state", "Cancelled");
    if (state(booking, "payment").equals("Succeeded")) {
      refund(booking);
    }
    return new Answer(200, guests(booking));
  }

  private void charge(ObjectNode booking, String key) {
    entry("Charge", key, booking);
  }

  private static void confirm(ObjectNode booking) {
    booking.put("state", "Confirmed");
    payment(booking, "Succeeded");
  }

  private void refund(ObjectNode booking) {
    String charge = booking.path("paymentKeys").path(0).asText();
    entry("Refund", "refund-" + charge, booking).put("charge", charge);
    payment(booking, "Refunded");
  }

  private ObjectNode entry(String kind, String key, ObjectNode booking) {
    ObjectNode entry =
        object()
            .put("seq", entries.size() + 1)
            .put("kind", kind)
            .put("key", key)
            .put("reference", booking.path("id").asText());
    entry.set("amount", booking.path("price").deepCopy());
    entries.add(entry);
    return entry;
  }

  private static void payment(ObjectNode booking, String state) {
    booking.putObject("payment").put("state", state);
  }

  private static String state(ObjectNode booking, String part) {
    return booking.path(part).path("state").asText();
  }

  private ObjectNode find(String id) {
    return bookings.stream()
        .filter(b -> b.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode guests(ObjectNode booking) {
    ObjectNode copy = booking.deepCopy();
    copy.remove(List.of("seq", "paymentKeys"));
    return shown.apply(copy);
  }

  private static Answer error(int status, String what) {
    return new Answer(status, object().put("error", what));
  }

  private static ObjectNode money(long minor) {
    return object().put("currency", "EUR").put("minor", minor);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
