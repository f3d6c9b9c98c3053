package com.trixtech.booking.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.parameters.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the backend of the tests keeps, in memory, and how it answers by it. Thread-safe. */
final class FakeBooks {
  private final Map<UUID, ObjectNode> bookings = new HashMap<>();
  private final List<ObjectNode> rooms = FakeRooms.rooms();
  private int charges;
  private boolean paymentsPend;
  private Duration hold = Duration.ofMinutes(10);

  /** Status and document. */
  record Answer(int status, ObjectNode body) {
    static Answer ok(ObjectNode body) {
      return new Answer(200, body);
    }

    static Answer error(int status, String message) {
      return new Answer(status, FakeRooms.object().put("error", message));
    }
  }

  /** Whether payments stay unsettled until {@link #settle}. */
  synchronized void paymentsPend(boolean pend) {
    paymentsPend = pend;
  }

  synchronized void holdFor(Duration next) {
    hold = next;
  }

  synchronized int charges() {
    return charges;
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
      charges++;
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

  synchronized Answer all() {
    return Answer.ok(FakeRooms.array("rooms", rooms));
  }

  synchronized Answer availability(Parameters query) {
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
    var body = FakeRooms.array("rooms", free);
    body.put("from", from.toString()).put("to", to.toString()).put("nights", nights);
    return Answer.ok(body);
  }

  private static ObjectNode offer(ObjectNode room, long nights) {
    ObjectNode offer = room.deepCopy();
    offer.set("total", FakeRooms.money(room.path("price").path("minor").asLong() * nights));
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

  synchronized Answer create(JsonNode body) {
    String room = body.path("room").asText();
    LocalDate from = LocalDate.parse(body.path("from").asText());
    LocalDate to = LocalDate.parse(body.path("to").asText());
    if (!free(room, from, to)) {
      var taken = Answer.error(409, "room: " + room + " (expected: free)");
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
        FakeRooms.object()
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
        FakeRooms.money(
            fact.path("price").path("minor").asLong() * ChronoUnit.DAYS.between(from, to)));
    booking.putObject("payment").put("state", "None");
    bookings.put(id, booking);
    return booking;
  }

  synchronized Answer pay(UUID id, String card) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      return Answer.error(404, "booking: " + id);
    }
    String payment = booking.path("payment").path("state").asText();
    if (!booking.path("state").asText().equals("PendingPayment") || payment.equals("Pending")) {
      return Answer.error(
          409, "state: " + booking.path("state").asText() + " (expected: PendingPayment)");
    }
    if (paymentsPend) {
      booking.putObject("payment").put("state", "Pending");
      return new Answer(202, booking);
    }
    if (card.equals(FakeBackend.DECLINED) || card.equals(FakeBackend.POOR)) {
      booking
          .putObject("payment")
          .put("state", "Declined")
          .put("reason", card.equals(FakeBackend.POOR) ? "insufficient_funds" : "card_declined");
      return new Answer(402, booking);
    }
    charges++;
    booking.put("state", "Confirmed").remove("holdExpiresAt");
    booking.putObject("payment").put("state", "Succeeded");
    return Answer.ok(booking);
  }

  synchronized Answer cancel(UUID id) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      return Answer.error(404, "booking: " + id);
    }
    boolean paid = booking.path("payment").path("state").asText().equals("Succeeded");
    booking.put("state", "Cancelled").remove("holdExpiresAt");
    if (paid) {
      booking.putObject("payment").put("state", "Refunding");
    }
    return Answer.ok(booking);
  }

  synchronized Answer find(String code, String email) {
    return Answer.ok(
        FakeRooms.array(
            "bookings",
            bookings.values().stream()
                .filter(b -> b.path("code").asText().equals(code))
                .filter(b -> b.path("guest").path("email").asText().equalsIgnoreCase(email))
                .toList()));
  }

  synchronized Answer one(UUID id) {
    ObjectNode booking = bookings.get(id);
    return booking == null ? Answer.error(404, "booking: " + id) : Answer.ok(booking);
  }

  private ObjectNode booking(UUID id) {
    ObjectNode booking = bookings.get(id);
    if (booking == null) {
      throw new IllegalArgumentException("booking: " + id + " (expected: made before)");
    }
    return booking;
  }
}
