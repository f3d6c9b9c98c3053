package com.trixtech.booking.backend.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads requests strictly: what is not expected is an {@link InvalidRequest}, never a default. */
public final class Input {
  private Input() {}

  /** The body as an object that has no other fields; a body that is not there is an empty one. */
  public static JsonNode object(ServerRequest request, Set<String> fields)
      throws InvalidRequest, IOException {
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    if (body.length == 0) {
      return Answer.object();
    }
    try {
      return only("body", Answer.JSON.readTree(body), fields);
    } catch (JacksonException e) {
      throw new InvalidRequest("body", "not JSON", "one JSON object"); // it may hold a card number
    }
  }

  /** The object in this field. */
  public static JsonNode object(JsonNode json, String field, Set<String> fields)
      throws InvalidRequest {
    return only(field, json.path(field), fields);
  }

  private static JsonNode only(String what, JsonNode json, Set<String> fields)
      throws InvalidRequest {
    if (!json.isObject()) {
      throw new InvalidRequest(what, json.getNodeType().toString(), "one JSON object");
    }
    for (var names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new InvalidRequest(name, "given", "no other field than " + new TreeSet<>(fields));
      }
    }
    return json;
  }

  public static String text(JsonNode json, String field) throws InvalidRequest {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new InvalidRequest(
          field, value.isMissingNode() ? "missing" : value.getNodeType().toString(), "a string");
    }
    return value.textValue();
  }

  public static String text(JsonNode json, String field, Pattern pattern, String expected)
      throws InvalidRequest {
    return matching(field, text(json, field), pattern, expected);
  }

  public static String matching(String field, String value, Pattern pattern, String expected)
      throws InvalidRequest {
    if (!pattern.matcher(value).matches()) {
      throw new InvalidRequest(field, value, expected);
    }
    return value;
  }

  public static LocalDate date(String field, String text) throws InvalidRequest {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidRequest(field, text, "a date such as 2030-05-01");
    }
  }

  public static long number(String field, String text, long least, long most)
      throws InvalidRequest {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new InvalidRequest(field, text, "a number from " + least + " to " + most);
  }

  public static Optional<String> query(ServerRequest request, String name) {
    return request.query().first(name).asOptional();
  }

  public static String required(ServerRequest request, String name) throws InvalidRequest {
    return query(request, name)
        .orElseThrow(() -> new InvalidRequest(name, "missing", "a value in the query"));
  }

  /** The path's {@code {id}}. */
  public static UUID id(ServerRequest request) throws InvalidRequest {
    String text = request.path().pathParameters().get("id");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("id", text, "a UUID");
    }
  }
}
