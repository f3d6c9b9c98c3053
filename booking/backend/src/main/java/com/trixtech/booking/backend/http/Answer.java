package com.trixtech.booking.backend.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer: status, JSON document, extra headers. Immutable by convention: nobody changes the
 * document later.
 *
 * <p>JSON is built as a tree, not bound to classes: reflection over records would be paid at each
 * start.
 */
public record Answer(int status, JsonNode body, Map<String, String> headers) {
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
    return new Answer(status, body, Map.of());
  }

  /** {@code {"error": message}}. */
  public static Answer error(int status, String message) {
    return of(status, object().put("error", message));
  }

  /** 503 that says when to come back: the state is known to pass. */
  public static Answer unavailable(String message) {
    return error(503, message).with("Retry-After", "1");
  }

  public Answer with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, body, all);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Sends; called once for each request. */
  public void sendTo(ServerResponse response) throws JsonProcessingException {
    response.status(status);
    headers.forEach(response::header);
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(JSON.writeValueAsBytes(body));
  }
}
