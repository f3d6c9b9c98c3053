package com.trixtech.booking.frontend.web;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.BadRequestException;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a guest sent: the fields of a form, or of a query. A field that is not there is empty; of
 * one that is there twice the first counts. Values are trimmed. Immutable.
 */
public final class Form {
  private static final int LONGEST = 500;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  /** The query of an address. */
  public static Form query(ServerRequest request) {
    Parameters query = request.query();
    var fields = new HashMap<String, String>();
    for (String name : query.names()) {
      fields.put(name, query.first(name).orElse("").strip());
    }
    return new Form(fields);
  }

  /**
   * The body of a POST, as browsers encode it.
   *
   * @throws BadRequestException when it is encoded otherwise
   */
  public static Form body(ServerRequest request) {
    var fields = new HashMap<String, String>();
    String body = new String(request.content().as(byte[].class), StandardCharsets.US_ASCII);
    try {
      for (String pair : body.split("&")) {
        int at = pair.indexOf('=');
        if (at > 0) {
          fields.putIfAbsent(decode(pair.substring(0, at)), decode(pair.substring(at + 1)).strip());
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("form: " + e.getMessage() + " (expected: urlencoded)", e);
    }
    return new Form(fields);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The field's text, at most 500 characters of it. */
  public String text(String name) {
    String value = fields.getOrDefault(name, "");
    return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
  }
}
