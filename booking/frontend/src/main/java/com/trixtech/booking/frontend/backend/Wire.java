package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.stay.Guest;
import com.trixtech.booking.frontend.stay.Money;
import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Payment;
import com.trixtech.booking.frontend.stay.Room;
import com.trixtech.booking.frontend.stay.Stay;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The backend's JSON, read as facts. Trees, not classes bound by reflection, which would be paid at
 * each start. A document that says less than was agreed is an {@link IOException}, as if it had
 * been cut on its way.
 */
final class Wire {
  /** Shared by all: thread-safe, and the costliest object to make. */
  static final ObjectMapper JSON = new ObjectMapper();

  private Wire() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Reads one part of a document. */
  private interface Part<T> {
    T read(JsonNode json) throws IOException;
  }

  static List<Room> rooms(JsonNode document) throws IOException {
    return all(document, "rooms", Wire::room);
  }

  static List<Offer> offers(JsonNode document) throws IOException {
    return all(document, "rooms", json -> new Offer(room(json), money(json.path("total"))));
  }

  static List<Booking> bookings(JsonNode document) throws IOException {
    return all(document, "bookings", Wire::booking);
  }

  static Booking booking(JsonNode json) throws IOException {
    try {
      JsonNode guest = json.path("guest");
      JsonNode payment = json.path("payment");
      String expires = json.path("holdExpiresAt").asText("");
      return new Booking(
          UUID.fromString(text(json, "id")),
          text(json, "code"),
          text(json, "room"),
          text(json, "house"),
          new Stay(
              LocalDate.parse(text(json, "from")),
              LocalDate.parse(text(json, "to")),
              json.path("guests").asInt(1)),
          new Guest(text(guest, "name"), text(guest, "email")),
          money(json.path("price")),
          Booking.State.valueOf(text(json, "state")),
          expires.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(expires)),
          new Payment(
              Payment.State.valueOf(text(payment, "state")), payment.path("reason").asText("")));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("booking: " + e.getMessage() + " (expected: as agreed)", e);
    }
  }

  private static Room room(JsonNode json) throws IOException {
    return new Room(
        text(json, "id"),
        text(json, "house"),
        text(json, "type"),
        json.path("beds").asInt(1),
        json.path("guests").asInt(1),
        money(json.path("price")),
        json.path("description").asText(""));
  }

  private static Money money(JsonNode json) throws IOException {
    if (!json.path("minor").canConvertToLong()) {
      throw new IOException("minor: " + json + " (expected: a whole number)");
    }
    return new Money(text(json, "currency"), json.path("minor").asLong());
  }

  private static <T> List<T> all(JsonNode document, String name, Part<T> part) throws IOException {
    JsonNode array = document.path(name);
    if (!array.isArray()) {
      throw new IOException(name + ": " + array.getNodeType() + " (expected: an array)");
    }
    var all = new ArrayList<T>(array.size());
    for (JsonNode json : array) {
      all.add(part.read(json));
    }
    return all;
  }

  private static String text(JsonNode json, String name) throws IOException {
    String text = json.path(name).asText("");
    if (text.isEmpty()) {
      throw new IOException(name + ": missing (expected: a text) in an answer of the backend");
    }
    return text;
  }

  static JsonNode parse(byte[] body) throws IOException {
    try {
      return body.length == 0 ? object() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException("answer: no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
