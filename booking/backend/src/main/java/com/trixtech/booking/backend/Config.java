package com.trixtech.booking.backend;

import com.trixtech.selfheal.shield.pool.PoolSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the backend is told from outside, read once from the environment. Immutable.
 *
 * @param port 0 takes any free port
 * @param paymentUrl where the payment provider is
 * @param hold how long an unpaid booking keeps its room
 * @param giveUp when a charge that the provider has never seen is cancelled there
 * @param paymentPatience how long a guest's request waits for the provider before it answers that
 *     the payment is pending; the call itself goes on
 * @param drain how long requests are still taken after SIGTERM, so that whoever routes to us can
 *     notice
 */
public record Config(
    String host,
    int port,
    PoolSettings database,
    URI paymentUrl,
    Duration hold,
    Duration giveUp,
    Duration paymentPatience,
    String podName,
    String release,
    Fault fault,
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
            read.number("PORT", 3000, 0, 65535),
            PoolSettings.of(
                "bookings",
                read.jdbcUrl("DATABASE_URL"),
                read.required("DATABASE_USER", "the role to connect as"),
                read.required("DATABASE_PASSWORD", "that role's password"),
                read.number("POOL_SIZE", 10, 1, 100),
                read.text("POD_NAME", "booking-backend")),
            read.httpUrl("PAYMENT_URL"),
            read.duration("HOLD", Duration.ofMinutes(10), Duration.ofHours(24)),
            read.duration("GIVE_UP", Duration.ofSeconds(10), Duration.ofMinutes(5)),
            read.duration("PAYMENT_PATIENCE", Duration.ofMillis(300), Duration.ofMinutes(1)),
            read.text("POD_NAME", "booking-backend"),
            read.text("RELEASE", version()),
            read.fault("BOOKING_FAULT"),
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

    String jdbcUrl(String name) {
      String expected = "jdbc:postgresql://HOST:PORT/DATABASE";
      String value = required(name, expected);
      if (value.startsWith("jdbc:postgresql://")) {
        return value;
      }
      if (!value.isEmpty()) {
        problem(name, value, expected);
      }
      return expected;
    }

    URI httpUrl(String name) {
      String expected = "http://HOST:PORT";
      String value = required(name, expected);
      if (!value.isEmpty()) {
        try {
          URI url = new URI(value);
          if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
            return url;
          }
        } catch (URISyntaxException e) {
          // reported below, together with other addresses
        }
        problem(name, value, expected);
      }
      return URI.create("http://127.0.0.1:1");
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
      Optional<Duration> duration = Fault.durationOf(value);
      if (duration.isPresent()
          && !duration.get().isNegative()
          && duration.get().compareTo(most) <= 0) {
        return duration.get();
      }
      problem(name, value, "a duration such as 300ms, 5s or PT0.3S, at most " + most);
      return otherwise;
    }

    Fault fault(String name) {
      String value = text(name, "");
      Optional<Fault> fault = Fault.parse(value);
      if (fault.isEmpty()) {
        problem(name, value, Fault.EXPECTED);
      }
      return fault.orElse(Fault.NONE);
    }

    private void problem(String name, String value, String expected) {
      problems.add(name + ": '" + value + "' (expected: " + expected + ") in the environment");
    }
  }
}
