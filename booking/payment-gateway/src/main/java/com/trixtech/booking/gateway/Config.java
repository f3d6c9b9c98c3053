package com.trixtech.booking.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Everything the gateway is told from outside, read once from the environment. Immutable.
 *
 * @param port 0 takes any free port
 * @param dataDir where the store is; it must outlive the process
 * @param serviceTime how long each request occupies a server
 * @param controlPort where faults are switched on; empty in normal life, and then nobody can
 * @param drain how long requests are still taken after SIGTERM, so that whoever routes to us can
 *     notice
 */
public record Config(
    String host,
    int port,
    Path dataDir,
    Duration serviceTime,
    int servers,
    OptionalInt controlPort,
    String podName,
    String release,
    Duration drain) {

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
            read.number("PORT", 3100, 0, 65535),
            Path.of(read.required("DATA_DIR", "a directory that outlives the process")),
            read.duration("SERVICE_TIME", Duration.ofMillis(20), Duration.ofSeconds(60)),
            read.number("SERVERS", 32, 1, 10_000),
            env.getOrDefault("CONTROL_PORT", "").isBlank()
                ? OptionalInt.empty()
                : OptionalInt.of(read.number("CONTROL_PORT", 0, 0, 65535)),
            read.text("POD_NAME", "payment-gateway"),
            read.text("RELEASE", version()),
            read.duration("DRAIN", Duration.ofMillis(300), Duration.ofSeconds(30)));
    if (!read.problems.isEmpty()) {
      throw new Invalid(read.problems);
    }
    return config;
  }

  private static String version() {
    return Optional.ofNullable(Config.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  /** Collects problems and goes on with a harmless stand-in. */
  private static final class Reader {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s)");

    final List<String> problems = new ArrayList<>();
    private final Map<String, String> env;

    Reader(Map<String, String> env) {
      this.env = env;
    }

    String text(String name, String otherwise) {
      String value = env.getOrDefault(name, "");
      return value.isBlank() ? otherwise : value;
    }

    String required(String name, String expected) {
      String value = text(name, "");
      if (value.isEmpty()) {
        problem(name, value, expected);
      }
      return value;
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

    Duration duration(String name, Duration otherwise, Duration most) {
      String value = text(name, otherwise.toString());
      try {
        Duration duration = parsed(value);
        if (!duration.isNegative() && duration.compareTo(most) <= 0) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        // reported below, together with durations out of range
      }
      problem(name, value, "a duration such as 300ms, 5s or PT0.3S, at most " + most);
      return otherwise;
    }

    private static Duration parsed(String value) {
      var simple = SHORT.matcher(value);
      if (!simple.matches()) {
        return Duration.parse(value);
      }
      long amount = Long.parseLong(simple.group(1));
      return "s".equals(simple.group(2)) ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    private void problem(String name, String value, String expected) {
      problems.add(name + ": '" + value + "' (expected: " + expected + ") in the environment");
    }
  }
}
