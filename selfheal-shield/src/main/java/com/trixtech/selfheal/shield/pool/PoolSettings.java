package com.trixtech.selfheal.shield.pool;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is, and how long to wait for it. Immutable.
 *
 * <p>The bounds add up: a borrow takes at most {@code borrow} (and one validation), a statement at
 * most {@code socket}, so a request is over within their sum even when PostgreSQL is frozen. The
 * server's own statement time-out is shorter, so that a merely slow statement is cancelled there
 * and its connection survives. No {@code setQueryTimeout}: with synchronous replication it turns an
 * un-replicated commit into a false acknowledgement.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE}; with several hosts add {@code
 *     targetServerType=primary}
 * @param size most connections; all replicas together must leave some of the server's own
 * @param atRest connections kept open at rest: few, so that replicas which reconnect at once are no
 *     stampede
 * @param application name that the database shows for our sessions
 * @param borrow how long a request waits for a connection
 * @param statement after which the server cancels a statement
 * @param socket after which a silent server is given up; longer than {@code statement}. With
 *     several hosts, {@code socket * (hosts - 1)} must be less than {@code login}, or a hung first
 *     host uses up the time for the others
 * @param login for making a connection, over all hosts
 */
public record PoolSettings(
    String name,
    String url,
    String user,
    String password,
    int size,
    int atRest,
    String application,
    Duration borrow,
    Duration statement,
    Duration socket,
    Duration login) {

  public PoolSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw refused(name, "url", url, "jdbc:postgresql://HOST:PORT/DATABASE");
    }
    if (size < 1 || size > 1000) {
      throw refused(name, "size", size, "1 to 1000");
    }
    if (atRest < 0 || atRest > size) {
      throw refused(name, "atRest", atRest, "0 to the size " + size);
    }
    atLeast(name, "borrow", borrow, Duration.ofMillis(250)); // HikariCP's least
    atLeast(name, "statement", statement, Duration.ofMillis(1));
    atLeast(name, "socket", socket, Duration.ofSeconds(1)); // the driver counts seconds
    atLeast(name, "login", login, Duration.ofSeconds(1));
    if (statement.compareTo(socket) >= 0) {
      throw refused(
          name,
          "statement",
          statement,
          "less than socket " + socket + ", so that the server cancels first");
    }
    Duration others = socket.multipliedBy(hosts(url) - 1L);
    if (login.compareTo(others) <= 0) {
      throw refused(
          name,
          "login",
          login,
          "more than " + others + ", which a host that hangs may take from the next one");
    }
  }

  private static int hosts(String url) {
    String authority = url.substring(url.indexOf("//") + 2).split("[/?]", 2)[0];
    return authority.split(",").length;
  }

  /**
   * Settings that recovered fastest where they were measured: docs/adr/0011-shield.md. Each further
   * host of the URL adds to {@code login}.
   */
  public static PoolSettings of(
      String name, String url, String user, String password, int size, String application) {
    var socket = Duration.ofSeconds(2);
    return new PoolSettings(
        name,
        url,
        user,
        password,
        size,
        Math.min(4, size),
        application,
        Duration.ofMillis(750),
        Duration.ofMillis(1500),
        socket,
        socket.multipliedBy(hosts(url)));
  }

  public PoolSettings withAtRest(int connections) {
    return new PoolSettings(
        name,
        url,
        user,
        password,
        size,
        connections,
        application,
        borrow,
        statement,
        socket,
        login);
  }

  public PoolSettings withTimes(
      Duration borrow, Duration statement, Duration socket, Duration login) {
    return new PoolSettings(
        name, url, user, password, size, atRest, application, borrow, statement, socket, login);
  }

  /** For the pool: what requests use. */
  PGSimpleDataSource requestSource() {
    return source(
        seconds(socket),
        "-c statement_timeout="
            + statement.toMillis()
            + " -c idle_in_transaction_session_timeout=5000");
  }

  /**
   * One connection of the watch's own: a pool that is merely busy must not look like a dead
   * database.
   */
  PGSimpleDataSource watchSource() {
    return source(1, "-c statement_timeout=900");
  }

  /** For migrations, which may rightly take long. */
  PGSimpleDataSource migrationSource() {
    return source(120, "-c lock_timeout=10000");
  }

  private PGSimpleDataSource source(int socketSeconds, String options) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    source.setApplicationName(application);
    source.setOptions(options);
    source.setTcpKeepAlive(true);
    source.setSocketTimeout(socketSeconds);
    source.setCancelSignalTimeout(1);
    source.setConnectTimeout(1);
    source.setLoginTimeout(seconds(login));
    return source;
  }

  private static int seconds(Duration time) {
    return Math.toIntExact(time.plusMillis(999).toSeconds());
  }

  private static void atLeast(String pool, String knob, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw refused(pool, knob, value, least + " or more");
    }
  }

  private static IllegalArgumentException refused(
      String pool, String knob, Object value, String expected) {
    return new IllegalArgumentException(
        "pool %s, %s: %s (expected: %s)".formatted(pool, knob, value, expected));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url + " as " + user + ", at most " + size + " connections";
  }
}
