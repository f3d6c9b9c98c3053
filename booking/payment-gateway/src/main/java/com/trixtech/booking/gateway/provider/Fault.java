package com.trixtech.booking.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.http.Input;
import com.trixtech.booking.http.Answer;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ThreadLocalRandom;

/** How the provider misbehaves while a drill wants it to. Immutable. */
public sealed interface Fault {
  /** A drill that dies must not leave its fault behind for longer than this. */
  Duration LONGEST = Duration.ofMinutes(10);

  /** The word that a drill says. */
  String kind();

  /** Every service takes so many times as long. */
  record Slow(double factor) implements Fault {
    @Override
    public String kind() {
      return "Slow";
    }
  }

  /** Requests are taken and never answered, and nothing is done for them. */
  record Hang() implements Fault {
    @Override
    public String kind() {
      return "Hang";
    }
  }

  /** So many of the requests are answered 500, and nothing is done for them. */
  record Errors(double ratio) implements Fault {
    @Override
    public String kind() {
      return "Errors";
    }
  }

  /** So many of the writes are done, and the connection is closed instead of an answer. */
  record AnswerLost(double ratio) implements Fault {
    @Override
    public String kind() {
      return "AnswerLost";
    }
  }

  /** Whether a ratio hits this time. */
  static boolean hits(double ratio) {
    return ThreadLocalRandom.current().nextDouble() < ratio;
  }

  /** Reads the fault of a control request; {@link #duration} reads for how long. */
  static Fault of(JsonNode json) throws BadInput {
    Input.only("fault", json, "kind", "factor", "ratio", "for");
    return switch (json.path("kind").asText()) {
      case "Slow" -> {
        without(json, "ratio");
        yield new Slow(number(json, "factor", 4, 1, 1000));
      }
      case "Hang" -> {
        without(json, "factor");
        without(json, "ratio");
        yield new Hang();
      }
      case "Errors" -> {
        without(json, "factor");
        yield new Errors(number(json, "ratio", 1, 0, 1));
      }
      case "AnswerLost" -> {
        without(json, "factor");
        yield new AnswerLost(number(json, "ratio", 1, 0, 1));
      }
      default -> throw new BadInput("kind", json.path("kind"), "Slow, Hang, Errors or AnswerLost");
    };
  }

  static Duration duration(JsonNode json) throws BadInput {
    String expected = "a duration such as PT60S, more than zero, at most " + LONGEST;
    try {
      Duration duration = Duration.parse(json.path("for").asText());
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // reported below, together with durations out of range
    }
    throw new BadInput("for", json.path("for"), expected);
  }

  private static void without(JsonNode json, String field) throws BadInput {
    if (json.has(field)) {
      throw new BadInput(field, json.get(field), "none for " + json.path("kind").asText());
    }
  }

  private static double number(
      JsonNode json, String field, double otherwise, double least, double most) throws BadInput {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() <= least || value.doubleValue() > most) {
      throw new BadInput(field, value, "more than %s, at most %s".formatted(least, most));
    }
    return value.doubleValue();
  }

  default ObjectNode json() {
    var json = Answer.object().put("kind", kind());
    return switch (this) {
      case Slow slow -> json.put("factor", slow.factor());
      case Hang hang -> json;
      case Errors errors -> json.put("ratio", errors.ratio());
      case AnswerLost lost -> json.put("ratio", lost.ratio());
    };
  }
}
