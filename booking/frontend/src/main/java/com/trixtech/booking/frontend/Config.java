package com.trixtech.booking.frontend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the frontend is told from outside, read once from the environment. Immutable.
 *
 * @param port 0 takes any free port
 * @param linkSecret opens every booking to who knows it; empty: one is made up, and links end with
 *     the process
 * @param drain how long requests are still taken after SIGTERM, so that whoever routes to us can
 *     notice
 */
public record Config(
    String host,
    int port,
    URI backend,
    String podName,
    String release,
    Optional<String> linkSecret,
    Duration drain) {
  /** Shorter ones can be tried out. */
  private static final int SHORTEST_SECRET = 16;

  /** One or more values of the environment cannot be used; the message has a line for each. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    Invalid(List<String> problems) {
      super(String.join("\n", problems));
    }
  }

  /** Reads all variables before it complains, so that one start shows every mistake. */
  public static Config from(Map<String, String> env) throws Invalid {
    var read = new Reader(env);
    var config =
        new Config(
            read.text("HOST", "127.0.0.1"),
            read.number("PORT", 3000, 0, 65535),
            read.url("BACKEND_URL"),
            read.text("POD_NAME", "booking-frontend"),
            read.text("RELEASE", version()),
            read.secret("LINK_SECRET"),
            read.duration("DRAIN", Duration.ofMillis(300), Duration.ofSeconds(30)));
    if (!read.problems.isEmpty()) {
      throw new Invalid(read.problems);
    }
    return config;
  }

  /** Without the secret: this text goes into the log. */
  @Override
  public String toString() {
    return podName + " release " + release + ", backend " + backend;
  }

  private static String version() {
    return Optional.ofNullable(Config.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  /** Collects problems and goes on with a harmless stand-in. */
  private static final class Reader {
    final List<String> problems = new ArrayList<>();
    private final Map<String, String> env;

    Reader(Map<String, String> env) {
      this.env = env;
    }

    String text(String name, String otherwise) {
      String value = env.getOrDefault(name, "");
      return value.isBlank() ? otherwise : value;
    }

    URI url(String name) {
      String value = text(name, "");
      try {
        URI url = URI.create(value);
        if ("http".equals(url.getScheme()) && url.getHost() != null && url.getRawQuery() == null) {
          return url;
        }
      } catch (IllegalArgumentException e) {
        // reported below, together with those that are no address of a server
      }
      problem(name, value, "http://HOST:PORT");
      return URI.create("http://localhost");
    }

    int number(String name, int otherwise, int least, int most) {
      String value = text(name, Integer.toString(otherwise));
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // reported below, together with numbers out of range
      }
      problem(name, value, "a number, " + least + " to " + most);
      return otherwise;
    }

    Optional<String> secret(String name) {
      String value = text(name, "");
      if (!value.isEmpty() && value.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
        problems.add(
            "%s: %d characters (expected: at least %d, hard to guess) in the environment"
                .formatted(name, value.length(), SHORTEST_SECRET));
      }
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    Duration duration(String name, Duration otherwise, Duration most) {
      String value = text(name, otherwise.toString());
      try {
        Duration duration = parse(value);
        if (!duration.isNegative() && duration.compareTo(most) <= 0) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        // reported below, together with durations out of range
      }
      problem(name, value, "a duration such as 300ms, 5s or PT0.3S, at most " + most);
      return otherwise;
    }

    private static Duration parse(String value) {
      return value.endsWith("ms") && value.length() > 2
          ? Duration.parse("PT" + value.substring(0, value.length() - 2) + "S").dividedBy(1000)
          : Duration.parse(value.toUpperCase(Locale.ROOT).startsWith("P") ? value : "PT" + value);
    }

    private void problem(String name, String value, String expected) {
      problems.add(name + ": '" + value + "' (expected: " + expected + ") in the environment");
    }
  }
}
