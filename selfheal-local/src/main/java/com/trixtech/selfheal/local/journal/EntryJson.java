package com.trixtech.selfheal.local.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Remedy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * One entry as one line of JSON. The field {@code kind} is the record's simple name; what is absent
 * is left out; instants are ISO-8601 in UTC; a field that only a newer build knows is passed over.
 * Thread-safe.
 */
final class EntryJson {

  /** Keeps Jackson's annotations out of the core. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface ByKind {}

  private static final JsonMapper JSON = mapper();

  private EntryJson() {}

  /** The line, its end included: JSON escapes every line end within it. */
  static byte[] line(JournalEntry entry) {
    try {
      return (JSON.writerFor(JournalEntry.class).writeValueAsString(entry) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("journal entry: " + entry + " (expected: JSON types)", e);
    }
  }

  static JournalEntry entry(byte[] bytes, int from, int length) throws IOException {
    return JSON.readValue(bytes, from, length, JournalEntry.class);
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
        .addMixIn(Remedy.class, ByKind.class)
        .registerSubtypes(kinds(JournalEntry.class).toArray(NamedType[]::new))
        .registerSubtypes(kinds(Remedy.class).toArray(NamedType[]::new))
        .build();
  }

  /** Asks the sealed types themselves, so that a new kind is never forgotten here. */
  private static Stream<NamedType> kinds(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(new NamedType(type, type.getSimpleName()))
        : Stream.of(permitted).flatMap(EntryJson::kinds);
  }
}
