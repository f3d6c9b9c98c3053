package com.trixtech.selfheal.kubernetes.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The undo record of a hold, kept on the object itself, so that any leader can end it: one that
 * kept it in memory would leave the roll-out paused for ever when it dies.
 *
 * @param until when it ends by itself
 * @param key the act that began it
 */
public record Hold(Instant until, String key) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The hold on this object; empty also where the record cannot be read. */
  public static Optional<Hold> on(HasMetadata object) {
    return Marks.annotation(object, Marks.HOLD).flatMap(Hold::parse);
  }

  static Optional<Hold> parse(String text) {
    try {
      JsonNode record = JSON.readTree(text);
      return Optional.of(
          new Hold(Instant.parse(record.path("until").asText()), record.path("key").asText()));
    } catch (JsonProcessingException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The annotation's value. */
  public String text() {
    return JSON.createObjectNode().put("until", until.toString()).put("key", key).toString();
  }

  /** Whether it holds at that time. */
  public boolean holds(Instant now) {
    return now.isBefore(until);
  }
}
