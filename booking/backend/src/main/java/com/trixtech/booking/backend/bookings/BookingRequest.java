package com.trixtech.booking.backend.bookings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a customer asks for, checked: the resource, from (inclusive), to (exclusive), the customer.
 * Immutable.
 */
record BookingRequest(String resource, Instant from, Instant to, String customer) {
  private static final Set<String> FIELDS = Set.of("resource", "from", "to", "customer");
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern CUSTOMER = Pattern.compile("\\P{Cntrl}{1,200}");
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(31);

  static BookingRequest parse(byte[] body) throws InvalidRequest, IOException {
    JsonNode json;
    try {
      json = Answer.JSON.readTree(body);
    } catch (JacksonException e) {
      throw new InvalidRequest("body", new String(body, StandardCharsets.UTF_8), "one JSON object");
    }
    if (!json.isObject()) {
      throw new InvalidRequest("body", json.toString(), "one JSON object");
    }
    for (var names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new InvalidRequest(
            name, json.path(name).toString(), "no other field than " + new TreeSet<>(FIELDS));
      }
    }
    String resource = resource(text(json, "resource"));
    Instant from = instant(json, "from");
    Instant to = instant(json, "to");
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new InvalidRequest(
          "to",
          to.toString(),
          "after from (" + from + "), by at most " + LONGEST.toDays() + " days");
    }
    String customer = text(json, "customer");
    if (!CUSTOMER.matcher(customer).matches() || customer.isBlank()) {
      throw new InvalidRequest(
          "customer", customer, "1 to 200 characters, not blank, no control characters");
    }
    return new BookingRequest(resource, from, to, customer);
  }

  static String resource(String value) throws InvalidRequest {
    if (!RESOURCE.matcher(value).matches()) {
      throw new InvalidRequest("resource", value, "1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return value;
  }

  /** Equal for requests that mean the same, however their JSON is spaced or ordered. */
  String hash() {
    // Line breaks cannot occur in any of the parts.
    String canonical = String.join("\n", resource, from.toString(), to.toString(), customer);
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(JsonNode json, String field) throws InvalidRequest {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new InvalidRequest(
          field, value.isMissingNode() ? "missing" : value.toString(), "a string");
    }
    return value.textValue();
  }

  private static Instant instant(JsonNode json, String field) throws InvalidRequest {
    String text = text(json, field);
    try {
      // The database keeps microseconds: what we answer and hash is what is stored.
      Instant instant = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
      if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // reported below, together with instants out of range
    }
    throw new InvalidRequest(
        field, text, "an instant such as 2030-05-01T10:00:00Z, from 2000 to 2199");
  }
}
