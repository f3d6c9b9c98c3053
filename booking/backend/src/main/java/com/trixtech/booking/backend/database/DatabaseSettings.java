package com.trixtech.booking.backend.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is, and how long to wait for it. Immutable.
 *
 * <p>The bounds add up: a borrow takes at most {@value #BORROW_MILLIS} ms (and one validation), a
 * statement at most {@value #SOCKET_SECONDS} s, so a request is over within three seconds even when
 * PostgreSQL is frozen. The server's own statement time-out is shorter, so that a merely slow
 * statement is cancelled there and its connection survives. No {@code setQueryTimeout}: with
 * synchronous replication it turns an un-replicated commit into a false acknowledgement.
 *
 * @param application name that the database shows for our sessions
 */
public record DatabaseSettings(
    String url, String user, String password, int poolSize, String application) {
  private static final int BORROW_MILLIS = 750;
  private static final int SOCKET_SECONDS = 2;

  /**
   * The pool that requests use. Opens no connection itself; returns at once, whether or not there
   * is a database.
   */
  public HikariDataSource pool() {
    var source =
        new RetryingDataSource(
            dataSource(
                SOCKET_SECONDS,
                "-c statement_timeout=1500 -c idle_in_transaction_session_timeout=5000"));
    var config = new HikariConfig();
    config.setPoolName("bookings");
    config.setDataSource(source);
    config.setMaximumPoolSize(poolSize);
    // Few at rest: three replicas that reconnect at once must not be a stampede.
    config.setMinimumIdle(atRest());
    config.setIdleTimeout(60_000);
    config.setMaxLifetime(300_000);
    config.setKeepaliveTime(30_000);
    config.setConnectionTimeout(BORROW_MILLIS);
    config.setValidationTimeout(400);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config) {
      @Override
      public void close() {
        source.stop();
        super.close();
      }
    };
  }

  /**
   * Connections that the pool keeps open at rest, and that a new instance opens before it is ready.
   */
  public int atRest() {
    return Math.min(4, poolSize);
  }

  /**
   * One connection of the watch's own: a pool that is merely busy must not look like a dead
   * database.
   */
  PGSimpleDataSource watchSource() {
    return dataSource(1, "-c statement_timeout=900");
  }

  /** For migrations, which may rightly take long. */
  PGSimpleDataSource migrationSource() {
    return dataSource(120, "-c lock_timeout=10000");
  }

  private PGSimpleDataSource dataSource(int socketSeconds, String options) {
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
    source.setLoginTimeout(2);
    return source;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url + " as " + user + ", at most " + poolSize + " connections";
  }
}
