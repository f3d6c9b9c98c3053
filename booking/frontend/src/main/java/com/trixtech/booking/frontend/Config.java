package com.trixtech.booking.frontend;

import com.trixtech.booking.process.Environment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  /** Reads all variables before it complains, so that one start shows every mistake. */
  public static Config from(Map<String, String> env) throws Environment.Invalid {
    var read = new Environment(env);
    var config =
        new Config(
            read.text("HOST", "127.0.0.1"),
            read.number("PORT", 3000, 0, 65535),
            read.httpUrl("BACKEND_URL"),
            read.text("POD_NAME", "booking-frontend"),
            read.text("RELEASE", version()),
            secret(read, "LINK_SECRET"),
            read.duration("DRAIN", Duration.ofMillis(300), Duration.ofSeconds(30)));
    read.check();
    return config;
  }

  private static Optional<String> secret(Environment read, String name) {
    String value = read.text(name, "");
    if (!value.isEmpty() && value.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
      read.refuse(
          "%s: %d characters (expected: at least %d, hard to guess)"
              .formatted(name, value.length(), SHORTEST_SECRET));
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Without the secret: this text goes into the log. */
  @Override
  public String toString() {
    return podName + " release " + release + ", backend " + backend;
  }

  private static String version() {
    return Optional.ofNullable(Config.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
