package com.trixtech.booking.backend;

import com.trixtech.booking.process.Environment;
import com.trixtech.selfheal.shield.pool.PoolSettings;
import java.net.URI;
import java.time.Duration;
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
 * @param mostAtOnce requests that are let in at one time, at most: what the heap holds when each is
 *     a search
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
    int mostAtOnce,
    Duration drain) {
  private static final String JDBC = "jdbc:postgresql://";
  private static final String JDBC_URL = JDBC + "HOST:PORT/DATABASE";

  /** Reads all variables before it complains, so that one start shows every mistake. */
  public static Config from(Map<String, String> env) throws Environment.Invalid {
    var read = new Environment(env);
    var config =
        new Config(
            read.text("HOST", "127.0.0.1"),
            read.number("PORT", 3000, 0, 65535),
            PoolSettings.of(
                "bookings",
                read.parsed(
                    "DATABASE_URL",
                    "",
                    url -> Optional.of(url).filter(u -> u.startsWith(JDBC)),
                    JDBC_URL,
                    JDBC_URL),
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
            read.parsed("BOOKING_FAULT", "", Fault::parse, Fault.EXPECTED, Fault.NONE),
            read.number("MOST_AT_ONCE", 100, 8, 1000),
            read.duration("DRAIN", Duration.ofMillis(300), Duration.ofSeconds(30)));
    read.check();
    return config;
  }

  private static String version() {
    return Optional.ofNullable(Config.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
