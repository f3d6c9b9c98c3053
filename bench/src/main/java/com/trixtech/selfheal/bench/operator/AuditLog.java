package com.trixtech.selfheal.bench.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server was asked, by its own account. Lines come up to a second late. */
record AuditLog(Path file) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One request that was answered.
   *
   * @param received when the server had it, to the microsecond
   * @param what the resource, and the subresource after a slash; the path where it is none
   */
  record Request(Instant received, String user, String verb, String what, String name, int code) {}

  /** The requests of that user, in the order of their answers. */
  List<Request> of(String user) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.flatMap(line -> read(line).stream()).filter(r -> r.user().equals(user)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for a line that is only half written yet. */
  private static Optional<Request> read(String line) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException half) {
      return Optional.empty();
    }
    JsonNode object = event.path("objectRef");
    String resource = object.path("resource").asText();
    String part = object.path("subresource").asText();
    String what = part.isEmpty() ? resource : resource + "/" + part;
    return Optional.of(
        new Request(
            Instant.parse(event.path("requestReceivedTimestamp").asText()),
            event.path("impersonatedUser").path("username").asText(),
            event.path("verb").asText(),
            what.isEmpty() ? event.path("requestURI").asText() : what,
            object.path("name").asText(),
            event.path("responseStatus").path("code").asInt()));
  }
}
