package com.trixtech.selfheal.kubernetes.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Remedy;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written on a line, as JSON. The field {@code kind} is the record's simple name; what is
 * absent is left out; instants are ISO-8601 in UTC. Thread-safe.
 */
final class Lines {

  /** Keeps Jackson's annotations out of the core. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface ByKind {}

  private static final JsonMapper JSON = mapper();

  private Lines() {}

  static String text(JournalEntry entry) {
    try {
      return JSON.writerFor(JournalEntry.class).writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("journal line: " + entry + " (expected: JSON types)", e);
    }
  }

  /**
   * A {@link JournalEntry} or an {@link ActNote}; empty where it is neither. A field that only a
   * newer build knows is left out; it stays in the text.
   */
  static Optional<Object> read(String text) {
    try {
      boolean note = JSON.readTree(text).path("kind").asText().startsWith(ActNote.PREFIX);
      Class<?> type = note ? ActNote.class : JournalEntry.class;
      return Optional.of(JSON.readValue(text, type));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether no build can have written this as an entry: it was cut off, or overwritten. */
  static boolean damaged(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return !tree.path("kind").isTextual() || !tree.path("at").isTextual();
    } catch (JsonProcessingException cutOff) {
      return true;
    }
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(
            SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
            SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .addMixIn(JournalEntry.class, ByKind.class)
        .addMixIn(ActNote.class, ByKind.class)
        .addMixIn(Remedy.class, ByKind.class)
        .registerSubtypes(kinds(JournalEntry.class).toArray(NamedType[]::new))
        .registerSubtypes(kinds(ActNote.class).toArray(NamedType[]::new))
        .registerSubtypes(kinds(Remedy.class).toArray(NamedType[]::new))
        .build();
  }

  /** Asks the sealed types themselves, so that a new kind is never forgotten here. */
  private static Stream<NamedType> kinds(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(new NamedType(type, type.getSimpleName()))
        : Stream.of(permitted).flatMap(Lines::kinds);
  }
}
