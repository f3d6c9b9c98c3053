package com.trixtech.booking.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request brings: its body as a JSON object, and the values of its query. */
public final class Input {
  private Input() {}

  /** The body as an object that has no other fields than these. */
  public static JsonNode object(ServerRequest request, String... fields) throws BadInput {
    if (!request.content().hasEntity()) {
      throw new BadInput("body", "empty", "a JSON object");
    }
    JsonNode body;
    try {
      body = Answer.JSON.readTree(request.content().as(byte[].class));
    } catch (IOException e) {
      throw new BadInput("body", "not JSON", "a JSON object");
    }
    if (body == null || !body.isObject()) {
      throw new BadInput("body", "no object", "a JSON object");
    }
    only("body", body, fields);
    return body;
  }

  public static void only(String where, JsonNode object, String... fields) throws BadInput {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!Set.of(fields).contains(name)) {
        throw new BadInput(where, "unknown field " + name, "only " + String.join(", ", fields));
      }
    }
  }

  /** A text field that must be there. */
  public static String text(JsonNode object, String field, Pattern pattern, String expected)
      throws BadInput {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new BadInput(field, value.isMissingNode() ? "missing" : value, expected);
    }
    return matching(field, value.textValue(), pattern, expected);
  }

  public static String matching(String what, String value, Pattern pattern, String expected)
      throws BadInput {
    if (!pattern.matcher(value).matches()) {
      throw new BadInput(what, value.length() > 200 ? "too long" : value, expected);
    }
    return value;
  }

  /** A whole number of the query. */
  public static long number(
      ServerRequest request, String name, long otherwise, long least, long most) throws BadInput {
    String text = request.query().first(name).orElse(Long.toString(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new BadInput(name, text, "a number from " + least + " to " + most);
  }
}
