package com.trixtech.booking.load.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history in a file, one JSON object a line: each write has one line when it is sent and one when
 * it is answered, each read has one. A write without the second line is unknown. For one thread.
 */
public final class HistoryFile implements HistorySink, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter out;

  /** Makes the file, or empties it. */
  public HistoryFile(Path file) throws IOException {
    out = Files.newBufferedWriter(file);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void begun(String run, Call call, Wish wish) {
    ObjectNode line =
        object()
            .put("at", call.sentAt().toString())
            .put("run", run)
            .put("call", call.number())
            .put("kind", call.kind().word())
            .put("key", call.key())
            .put("booking", call.booking());
    line.putObject("wish")
        .put("number", wish.number())
        .put("room", wish.room())
        .put("from", wish.from().toString())
        .put("to", wish.to().toString())
        .set("price", json(wish.price()));
    write(line);
  }

  @Override
  public void ended(Call call, String answer, Instant at) {
    ObjectNode line =
        object()
            .put("at", at.toString())
            .put("call", call.number())
            .put("outcome", call.outcome().word())
            .put("answer", answer)
            .put("booking", call.booking());
    Promise promise = call.promise();
    if (promise != null) {
      line.putObject("promise")
          .put("heldUntil", promise.heldUntil() == null ? null : promise.heldUntil().toString())
          .set("price", json(promise.price()));
    }
    write(line);
  }

  @Override
  public void read(String path, Instant dueAt, String answer, Instant at) {
    write(
        object()
            .put("at", dueAt.toString())
            .put("read", path)
            .put("answer", answer)
            .put("endedAt", at.toString()));
  }

  private static ObjectNode json(Money money) {
    return object().put("currency", money.currency()).put("minor", money.minor());
  }

  private void write(ObjectNode line) {
    try {
      out.write(line.toString());
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /**
   * Reads a file of one run back.
   *
   * @throws IOException where it is not such a file; says the line
   */
  public static History read(Path file) throws IOException {
    var reader = new Reader();
    int number = 0;
    try (var lines = Files.newBufferedReader(file)) {
      for (String line; (line = lines.readLine()) != null; ) {
        number++;
        try {
          reader.line(JSON.readTree(line));
        } catch (IOException | RuntimeException e) {
          throw new IOException(
              "history: %s (expected: a line of a history) in %s:%d"
                  .formatted(e.getMessage(), file, number),
              e);
        }
      }
    }
    return reader.history();
  }

  /** Makes the same calls again. */
  private static final class Reader {
    private @Nullable History history;
    private final Map<Integer, Integer> calls = new HashMap<>();
    private final Map<Integer, Wish> wishes = new HashMap<>();

    void line(JsonNode line) {
      if (line.has("kind")) {
        begun(line);
      } else if (line.has("outcome")) {
        ended(line);
      } else if (!line.has("read")) {
        throw new IllegalArgumentException("line: " + line);
      }
    }

    private void begun(JsonNode line) {
      History known = history;
      if (known == null) {
        known = new History(line.path("run").asText());
        history = known;
      }
      JsonNode node = line.path("wish");
      Wish wish = wishes.get(node.path("number").asInt());
      if (wish == null) {
        wish =
            known.wish(
                node.path("room").asText(),
                LocalDate.parse(node.path("from").asText()),
                LocalDate.parse(node.path("to").asText()),
                money(node.path("price")));
        wishes.put(wish.number(), wish);
      }
      int call =
          known.begun(
              kind(line.path("kind").asText()),
              wish,
              line.path("key").asText(),
              line.path("booking").textValue(),
              Instant.parse(line.path("at").asText()));
      calls.put(line.path("call").asInt(), call);
    }

    private void ended(JsonNode line) {
      Integer call = calls.get(line.path("call").asInt());
      if (history == null || call == null) {
        throw new IllegalArgumentException("call: " + line.path("call") + " was never sent");
      }
      JsonNode promise = line.path("promise");
      String held = promise.path("heldUntil").textValue();
      history.ended(
          call,
          outcome(line.path("outcome").asText()),
          line.path("booking").textValue(),
          promise.isObject()
              ? new Promise(money(promise.path("price")), held == null ? null : Instant.parse(held))
              : null,
          line.path("answer").asText(),
          Instant.parse(line.path("at").asText()));
    }

    History history() {
      return history == null ? new History("empty") : history;
    }

    private static Money money(JsonNode node) {
      return new Money(node.path("currency").asText(), node.path("minor").asLong());
    }

    private static Kind kind(String word) {
      for (Kind kind : Kind.values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("kind: " + word);
    }

    private static Outcome outcome(String word) {
      for (Outcome outcome : Outcome.values()) {
        if (outcome.word().equals(word)) {
          return outcome;
        }
      }
      throw new IllegalArgumentException("outcome: " + word);
    }
  }
}
