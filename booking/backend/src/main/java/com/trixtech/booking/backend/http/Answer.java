package com.trixtech.booking.backend.http;

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
 * A whole answer: status, document, extra headers. Immutable.
 *
 * <p>JSON is built as a tree, not bound to classes: reflection over records would be paid at each
 * start.
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
  /** Shared by all: thread-safe, and the costliest object to make. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final String JSON_TYPE = "application/json";

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
    return new Answer(status, JSON_TYPE, body, Map.of());
  }

  public static Answer text(String contentType, String body) {
    return new Answer(200, contentType, body, Map.of());
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
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
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
