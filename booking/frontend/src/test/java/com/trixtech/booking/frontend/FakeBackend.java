package com.trixtech.booking.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that speaks the contract, keeps its books in memory, and breaks on request.
 * Thread-safe.
 */
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

  private record Answer(int status, ObjectNode body) {}

  private record Kept(String content, Answer answer) {}

  private final Map<UUID, ObjectNode> bookings = new HashMap<>();
  private final Map<String, Kept> keys = new HashMap<>();
  private final List<ObjectNode> rooms = rooms();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger charges = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private volatile Fault fault = Fault.None;
  private volatile boolean paymentsPend;
  private volatile Duration hold = Duration.ofMinutes(10);
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

  /** Whether payments stay unsettled until {@link #settle}. */
  void paymentsPend(boolean pend) {
    paymentsPend = pend;
  }

  void holdFor(Duration next) {
    hold = next;
  }

  /** Refuses connections, as a process that is gone. */
  void stop() {
    server.stop();
  }

  /** Is there again, at the same address. */
  void comeBack() {
    server = start(port);
  }

  int charges() {
    return charges.get();
  }

  /** Writes that were held back so far. */
  int held() {
    return held.get();
  }

  synchronized int bookings() {
    return bookings.size();
  }

  /** The newest booking's id. */
  synchronized UUID newest() {
    return bookings.values().stream()
        .max(java.util.Comparator.comparing(b -> b.path("createdAt").asText()))
        .map(b -> UUID.fromString(b.path("id").asText()))
        .orElseThrow();
  }

  /** Somebody else books it. */
  synchronized void take(String room, LocalDate from, LocalDate to) {
    book(room, from, to, 2, "Somebody Else", "else@example.com");
  }

  /** A pending payment ends. */
  synchronized void settle(UUID id, boolean paid) {
    ObjectNode booking = booking(id);
    if (paid) {
      charges.incrementAndGet();
      booking.put("state", "Confirmed").remove("holdExpiresAt");
      booking.putObject("payment").put("state", "Succeeded");
    } else {
      booking.putObject("payment").put("state", "Declined").put("reason", "not_charged");
    }
  }

  synchronized void expire(UUID id) {
    booking(id).put("state", "Expired").remove("holdExpiresAt");
  }

  synchronized String code(UUID id) {
    return booking(id).path("code").asText();
  }

  synchronized String state(UUID id) {
    ObjectNode booking = booking(id);
    return booking.path("state").asText() + "/" + booking.path("payment").path("state").asText();
  }

  private HttpRouting.Builder routing() {
    return HttpRouting.builder()
        .get("/rooms", read(_ -> ok(array("rooms", rooms))))
        .get("/availability", read(this::availability))
        .get("/bookings", read(this::find))
        .get("/bookings/{id}", read(r -> one(id(r))))
        .post("/bookings", write((_, body) -> create(body)))
        .post("/bookings/{id}/payment", write((r, body) -> pay(id(r), body.path("card").asText())))
        .post("/bookings/{id}/cancellation", write((r, _) -> cancel(id(r))));
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
        synchronized (this) {
          answer = read.answer(request);
        }
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
                ? error(400, "Idempotency-Key: missing")
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
      return kept.content().equals(all) ? kept.answer() : error(422, "Idempotency-Key: reused");
    }
    Answer answer = write.answer(request, JSON.readTree(content));
    keys.put(key, new Kept(all, new Answer(answer.status(), answer.body().deepCopy())));
    return answer;
  }

  private Answer broken() throws InterruptedException {
    return switch (fault) {
      case None, AnswerLost, Holds -> null;
      case Errors -> error(500, "broken on request");
      case Sheds -> error(503, "busy: 100 requests (expected: fewer)");
      case Nonsense -> ok(object().put("nonsense", true));
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

  private Answer availability(ServerRequest request) {
    var query = request.query();
    LocalDate from = LocalDate.parse(query.get("from"));
    LocalDate to = LocalDate.parse(query.get("to"));
    int guests = Integer.parseInt(query.first("guests").orElse("2"));
    String house = query.first("house").orElse("");
    long nights = ChronoUnit.DAYS.between(from, to);
    var free =
        rooms.stream()
            .filter(r -> r.path("guests").asInt() >= guests)
            .filter(r -> house.isEmpty() || r.path("house").asText().equals(house))
            .filter(r -> free(r.path("id").asText(), from, to))
            .map(r -> offer(r, nights))
            .sorted(java.util.Comparator.comparingLong(r -> r.path("total").path("minor").asLong()))
            .toList();
    var body = array("rooms", free);
    body.put("from", from.toString()).put("to", to.toString()).put("nights", nights);
    return ok(body);
  }

  private static ObjectNode offer(ObjectNode room, long nights) {
    ObjectNode offer = room.deepCopy();
    offer.set("total", money(room.path("price").path("minor").asLong() * nights));
    return offer;
  }

  private boolean free(String room, LocalDate from, LocalDate to) {
    return bookings.values().stream()
        .filter(b -> b.path("room").asText().equals(room))
        .filter(b ->
            b.path("state").asText().equals("PendingPayment")
                || b.path("state").asText().equals("Confirmed"))
        .noneMatch(b ->
            LocalDate.parse(b.path("from").asText()).isBefore(to)
                && LocalDate.parse(b.path("to").asText()).isAfter(from));
  }

  private Answer create(JsonNode body) {
    String room = body.path("room").asText();
    LocalDate from = LocalDate.parse(body.path("from").asText());
    LocalDate to = LocalDate.parse(body.path("to").asText());
    if (!free(room, from, to)) {
      var taken = error(409, "room: " + room + " (expected: free)");
      taken.body().put("code", "ROOM_TAKEN");
      return taken;
    }
    return new Answer(
        201,
        book(
            room,
            from,
            to,
            body.path("guests").asInt(),
            body.path("guest").path("name").asText(),
            body.path("guest").path("email").asText()));
  }

  private ObjectNode book(
      String room, LocalDate from, LocalDate to, int guests, String name, String email) {
    ObjectNode fact =
        rooms.stream().filter(r -> r.path("id").asText().equals(room)).findFirst().orElseThrow();
    UUID id = UUID.randomUUID();
    ObjectNode booking =
        object()
            .put("id", id.toString())
            .put(
                "code",
                "K7M2P"
                    + (char) ('A' + bookings.size() / 26 % 26)
                    + (char) ('A' + bookings.size() % 26))
            .put("room", room)
            .put("house", fact.path("house").asText())
            .put("from", from.toString())
            .put("to", to.toString())
            .put("guests", guests)
            .put("state", "PendingPayment")
            .put("holdExpiresAt", Instant.now().plus(hold).toString())
            .put("createdAt", Instant.now().toString());
    booking.putObject("guest").put("name", name).put("email", email);
    booking.set(
        "price",
        money(fact.path("price").path("minor").asLong() * ChronoUnit.DAYS.between(from, to)));
    booking.putObject("payment").put("state", "None");
    bookings.put(id, booking);
    return booking;
  }

  private Answer pay(UUID id, String card) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      return error(404, "booking: " + id);
    }
    String payment = booking.path("payment").path("state").asText();
    if (!booking.path("state").asText().equals("PendingPayment") || payment.equals("Pending")) {
      return error(409, "state: " + booking.path("state").asText() + " (expected: PendingPayment)");
    }
    if (paymentsPend) {
      booking.putObject("payment").put("state", "Pending");
      return new Answer(202, booking);
    }
    if (card.equals(DECLINED) || card.equals(POOR)) {
      booking
          .putObject("payment")
          .put("state", "Declined")
          .put("reason", card.equals(POOR) ? "insufficient_funds" : "card_declined");
      return new Answer(402, booking);
    }
    charges.incrementAndGet();
    booking.put("state", "Confirmed").remove("holdExpiresAt");
    booking.putObject("payment").put("state", "Succeeded");
    return ok(booking);
  }

  private Answer cancel(UUID id) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      return error(404, "booking: " + id);
    }
    boolean paid = booking.path("payment").path("state").asText().equals("Succeeded");
    booking.put("state", "Cancelled").remove("holdExpiresAt");
    if (paid) {
      booking.putObject("payment").put("state", "Refunding");
    }
    return ok(booking);
  }

  private Answer find(ServerRequest request) {
    String code = request.query().first("code").orElse("");
    String email = request.query().first("email").orElse("");
    return ok(
        array(
            "bookings",
            bookings.values().stream()
                .filter(b -> b.path("code").asText().equals(code))
                .filter(b -> b.path("guest").path("email").asText().equalsIgnoreCase(email))
                .toList()));
  }

  private Answer one(UUID id) {
    ObjectNode booking = bookings.get(id);
    return booking == null ? error(404, "booking: " + id) : ok(booking);
  }

  private ObjectNode booking(UUID id) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      throw new IllegalArgumentException("booking: " + id + " (expected: made before)");
    }
    return booking;
  }

  private static UUID id(ServerRequest request) {
    return UUID.fromString(request.path().pathParameters().get("id"));
  }

  private static List<ObjectNode> rooms() {
    var rooms = new ArrayList<ObjectNode>();
    String[] houses = {"Harbour House", "Garden House", "Hill House", "Market House"};
    for (int h = 0; h < houses.length; h++) {
      String prefix =
          houses[h].substring(0, houses[h].indexOf(' ')).toLowerCase(java.util.Locale.ROOT);
      for (int i = 0; i < 12; i++) {
        int number = 101 + i % 6 + i / 6 * 100;
        int sort = i % 3;
        String type = List.of("Single", "Double", "Family").get(sort);
        ObjectNode room =
            object()
                .put("id", prefix + "-" + number)
                .put("house", houses[h])
                .put("type", type)
                .put("beds", List.of(1, 2, 4).get(sort))
                .put("guests", List.of(1, 2, 4).get(sort))
                .put(
                    "description",
                    List.of(
                            "Quiet, with a desk by the window.",
                            "Bright, with a balcony.",
                            "Two rooms with a door between them.")
                        .get(sort));
        room.set("price", money(7900 + h * 1500 + sort * 4000));
        rooms.add(room);
      }
    }
    return rooms;
  }

  private static ObjectNode money(long minor) {
    return object().put("currency", "EUR").put("minor", minor);
  }

  private static ObjectNode array(String name, List<ObjectNode> nodes) {
    ObjectNode body = object();
    body.putArray(name).addAll(nodes);
    return body;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Answer ok(ObjectNode body) {
    return new Answer(200, body);
  }

  private static Answer error(int status, String message) {
    return new Answer(status, object().put("error", message));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop();
  }
}
