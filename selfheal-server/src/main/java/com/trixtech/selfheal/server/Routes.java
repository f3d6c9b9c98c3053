package com.trixtech.selfheal.server;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which path is which operation. The paths are listed in {@code docs/json.md}. */
final class Routes {

  /** One request, taken apart; {@code path} is still escaped. */
  record Call(String method, String path, Map<String, String> query, byte[] body) {

    List<String> segments() {
      return Arrays.stream(path.split("/"))
          .filter(part -> !part.isEmpty())
          .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
          .toList();
    }

    String needed(String name) {
      String value = query.get(name);
      if (value == null || value.isBlank()) {
        throw ControlException.badInput(name + ": missing", "?" + name + "=…");
      }
      return value;
    }

    <T> T read(Class<T> type) {
      try {
        T value = Json.MAPPER.readValue(body, type);
        if (value == null) {
          throw ControlException.badInput("body: null", "a JSON object");
        }
        return value;
      } catch (JsonProcessingException e) {
        throw ControlException.badInput("body: " + e.getOriginalMessage(), "see docs/json.md");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private final ControlPlane plane;

  Routes(ControlPlane plane) {
    this.plane = plane;
  }

  Object answer(Call call) {
    List<String> path = call.segments();
    if (path.size() < 2 || path.size() > 4 || !path.getFirst().equals("v1")) {
      throw unknown(call);
    }
    @Nullable String id = path.size() > 2 ? path.get(2) : null;
    String verb = path.size() > 3 ? path.get(3) : "";
    return switch (call.method() + " " + path.get(1) + (id == null ? "" : "/*") + verb(verb)) {
      case "GET status" -> plane.status();
      case "GET incidents" ->
          plane.incidents(call.query().getOrDefault("scope", "open").equals("all"));
      case "GET incidents/*" -> plane.incident(given(id));
      case "POST incidents/*/approve" ->
          plane.approve(given(id), Checked.text("by", call.read(Requests.Approval.class).by()));
      case "GET explain" -> plane.explain(call.needed("target"));
      case "POST apply" -> plane.apply(applied(call.read(Requests.Apply.class)));
      case "GET automation" -> plane.automation();
      case "POST pauses" -> plane.pause(Checked.pause(call.read(Requests.PauseFor.class)));
      case "DELETE pauses/*" -> plane.resume(given(id));
      case "GET logs" -> plane.logs(call.needed("instance"), lines(call), from(call));
      case "GET faults" -> plane.faults();
      case "POST faults" -> plane.inject(injected(call.read(Requests.Inject.class)));
      case "DELETE faults/*" -> plane.removeFault(given(id));
      case "GET metrics" -> plane.metrics();
      case "POST down" -> call.read(Requests.Down.class);
      default -> throw unknown(call);
    };
  }

  private static String verb(String verb) {
    return verb.isEmpty() ? "" : "/" + verb;
  }

  private static String given(@Nullable String id) {
    return requireNonNullElse(id, "");
  }

  private static ControlException unknown(Call call) {
    return ControlException.notFound(
        "request: " + call.method() + " " + call.path(), "one of the paths in docs/json.md");
  }

  private static Requests.Apply applied(Requests.Apply request) {
    Checked.text("dir", request.dir());
    return request;
  }

  private static Requests.Inject injected(Requests.Inject request) {
    Checked.text("kind", request.kind());
    Checked.text("target", request.target());
    return request;
  }

  private static int lines(Call call) {
    return (int) number(call, "lines", 100, 10_000);
  }

  private static OptionalLong from(Call call) {
    return call.query().containsKey("from")
        ? OptionalLong.of(number(call, "from", 0, Long.MAX_VALUE))
        : OptionalLong.empty();
  }

  private static long number(Call call, String name, long otherwise, long max) {
    String text = call.query().get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer as a number out of range.
    }
    throw new ControlException(
        Problem.Code.BAD_INPUT, name + ": " + text, "a number from 0 to " + max, null);
  }

  static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return query;
  }
}
