package com.trixtech.booking.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer: status, bytes, headers. Immutable by convention: nobody changes the bytes later.
 */
public record Answer(int status, byte[] body, Map<String, String> headers) {
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
    try {
      return new Answer(
          status, JSON.writeValueAsBytes(body), Map.of("Content-Type", "application/json"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON: " + body, e);
    }
  }

  public static Answer text(String type, String text) {
    return new Answer(200, text.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", type));
  }

  /** {@code {"error": message}}. */
  public static Answer error(int status, String message) {
    return of(status, object().put("error", message));
  }

  /** {@code {"error": message, "code": code}}: for callers that must tell cases apart. */
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
    return new Answer(status, body, all);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
