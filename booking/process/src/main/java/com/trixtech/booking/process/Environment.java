package com.trixtech.booking.process;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Variables of a process, read one by one. A value that cannot be used is noted, and reading goes
 * on with a harmless stand-in, so that one start shows every mistake: whoever reads ends with
 * {@link #check}. Not thread-safe.
 */
public final class Environment {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s)");

  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  /** One or more values cannot be used; the message has a line for each. */
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;

    private Invalid(List<String> problems) {
      super(String.join("\n", problems));
    }
  }

  public Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** A blank value counts as none. */
  public String text(String name, String otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isBlank() ? otherwise : value;
  }

  public String required(String name, String expected) {
    String value = text(name, "");
    if (value.isEmpty()) {
      refuse(name, value, expected);
    }
    return value;
  }

  public int number(String name, int otherwise, int least, int most) {
    String value = text(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, together with numbers out of range
    }
    refuse(name, value, "a number, " + least + " to " + most);
    return otherwise;
  }

  /** From zero to {@code most}. */
  public Duration duration(String name, Duration otherwise, Duration most) {
    return parsed(
        name,
        otherwise.toString(),
        value -> durationOf(value).filter(d -> !d.isNegative() && d.compareTo(most) <= 0),
        "a duration such as 300ms, 5s or PT0.3S, at most " + most,
        otherwise);
  }

  /** The address of an HTTP server, port included. Required. */
  public URI httpUrl(String name) {
    return parsed(
        name, "", Environment::httpUrlOf, "http://HOST:PORT", URI.create("http://none:1"));
  }

  /**
   * @param otherwise what is read where there is no value; it is parsed as well
   * @param standIn goes on for a value that is refused
   */
  public <T> T parsed(
      String name,
      String otherwise,
      Function<String, Optional<T>> parser,
      String expected,
      T standIn) {
    String value = text(name, otherwise);
    Optional<T> read = parser.apply(value);
    if (read.isEmpty()) {
      refuse(name, value, expected);
    }
    return read.orElse(standIn);
  }

  /** Notes a value that cannot be used. */
  public void refuse(String name, String value, String expected) {
    refuse("%s: '%s' (expected: %s)".formatted(name, value, expected));
  }

  /**
   * As above, in words of the caller's own, for a value that is not to be shown.
   *
   * @param problem without the place, which is added
   */
  public void refuse(String problem) {
    problems.add(problem + " in the environment");
  }

  /**
   * @throws Invalid with every value that was refused so far
   */
  public void check() throws Invalid {
    if (!problems.isEmpty()) {
      throw new Invalid(problems);
    }
  }

  /** ISO-8601, or whole milliseconds or seconds such as {@code 300ms}, {@code 5s}. */
  public static Optional<Duration> durationOf(String text) {
    var simple = SHORT.matcher(text);
    if (simple.matches()) {
      long amount = Long.parseLong(simple.group(1));
      return Optional.of(
          "s".equals(simple.group(2)) ? Duration.ofSeconds(amount) : Duration.ofMillis(amount));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> httpUrlOf(String text) {
    try {
      URI url = new URI(text);
      return "http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
