package com.trixtech.booking.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer: status, type, text, headers. Immutable.
 *
 * <p>JSON is built as a tree, not bound to classes: reflection over records would be paid at each
 * start.
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
  /** Shared by all: thread-safe, and the costliest object to make. */
  public static final ObjectMapper JSON = new ObjectMapper();

  /** Produces an answer for a request; runs on a virtual thread and may block. */
  @FunctionalInterface
  public interface Source {
    Answer answer(ServerRequest request) throws Exception;
  }

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, JsonNode body) {
    return json(status, body.toString());
  }

  /** With a document that is JSON already. */
  public static Answer json(int status, String body) {
    return text(status, "application/json", body);
  }

  /** With a page that is HTML already. */
  public static Answer html(int status, String body) {
    return text(status, "text/html; charset=utf-8", body);
  }

  public static Answer text(int status, String contentType, String body) {
    return new Answer(status, contentType, body, Map.of());
  }

  /** After a form: a reload then repeats the reading, not the writing. */
  public static Answer seeOther(String location) {
    return html(303, "").with("Location", location);
  }

  /** {@code {"error": message}}. */
  public static Answer error(int status, String message) {
    return of(status, object().put("error", message));
  }

  /** The same with a word that programs can rely on. */
  public static Answer error(int status, String code, String message) {
    return of(status, object().put("error", message).put("code", code));
  }

  /** 503 that says when to come back: the state is known to pass. */
  public static Answer unavailable(String message) {
    return error(503, message).with("Retry-After", "1");
  }

  public Answer with(String header, String value) {
    return with(Map.of(header, value));
  }

  /** With these headers; they win over those of the same name. */
  public Answer with(Map<String, String> more) {
    return merged(headers, more);
  }

  /** With these headers where it has none of the same name. */
  public Answer withDefaults(Map<String, String> defaults) {
    return merged(defaults, headers);
  }

  private Answer merged(Map<String, String> lower, Map<String, String> upper) {
    var all = new LinkedHashMap<>(lower);
    all.putAll(upper);
    return new Answer(status, contentType, body, all);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Sends; called once for each request. */
  public void sendTo(ServerResponse response) {
    response.status(status);
    headers.forEach(response::header);
    response.header(HeaderNames.CONTENT_TYPE, contentType);
    response.send(body.getBytes(StandardCharsets.UTF_8));
  }
}
