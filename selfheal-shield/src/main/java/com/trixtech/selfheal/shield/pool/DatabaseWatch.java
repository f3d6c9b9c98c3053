package com.trixtech.selfheal.shield.pool;

import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database every half second whether it answers, on a thread and a connection of its own.
 *
 * <p>Health endpoints and requests read {@link #state()}, which never waits: so readiness answers
 * in microseconds while the database hangs, and requests fail fast instead of queueing for the
 * pool. The same thread makes the first connection and brings the schema up to date, so the port is
 * bound without waiting for either. While the database is away it is asked every 50 to 250 ms,
 * jittered. Thread-safe.
 */
public final class DatabaseWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DatabaseWatch.class.getName());
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** What is to be done once, on the first connection, such as bringing the schema up to date. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * @param first the watch's connection, with short time-outs: for one cheap question
     * @param patient for work that may rightly take minutes
     * @throws SQLException if it is to be tried again
     */
    void prepare(Connection first, DataSource patient) throws SQLException;
  }

  private final PoolSettings settings;
  private final Preparation preparation;
  private final Thread thread = new Thread(this::run, "database-watch");
  private volatile Seen seen = new Seen(false, 0, 0, 0, "");
  private volatile boolean closed;

  /** Times are readings of {@link System#nanoTime}; 0 means never. */
  private record Seen(
      boolean prepared, long answeredAt, long failingSince, int failures, String error) {}

  /** Does nothing until {@link #start}. */
  public DatabaseWatch(PoolSettings settings, Preparation preparation) {
    this.settings = settings;
    this.preparation = preparation;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  public DatabaseState state() {
    Seen now = seen;
    return new DatabaseState(
        now.prepared, age(now.answeredAt), age(now.failingSince), now.failures, now.error);
  }

  /** For {@link Health.Builder#ready}: never asks the database, only what was seen last. */
  public Finding finding() {
    DatabaseState state = state();
    return state.reachable() ? Finding.up(state.sentence()) : Finding.down(state.sentence());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    @Nullable Connection connection = null;
    while (!closed) {
      long began = System.nanoTime();
      try {
        if (connection == null) {
          connection = settings.watchSource().getConnection();
          if (!seen.prepared) {
            preparation.prepare(connection, settings.migrationSource());
          }
        }
        try (var statement = connection.createStatement()) {
          statement.execute("SELECT 1");
        }
        answered();
        Thread.sleep(PERIOD);
      } catch (SQLException e) {
        abandon(connection);
        connection = null;
        failed(began, e);
        pause();
      } catch (InterruptedException e) {
        break; // only close() interrupts
      }
    }
    abandon(connection);
  }

  private void answered() {
    Seen before = seen;
    seen = new Seen(true, System.nanoTime(), 0, 0, "");
    if (!before.prepared) {
      LOG.info("database connected and prepared");
    } else if (before.failures > 0) {
      LOG.info(
          "database answers again after "
              + age(before.failingSince).map(DatabaseState::seconds).orElse("?")
              + " s");
    }
  }

  private void failed(long began, SQLException e) {
    Seen before = seen;
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    seen =
        new Seen(
            before.prepared,
            before.answeredAt,
            before.failures == 0 ? began : before.failingSince,
            before.failures + 1,
            message);
    if (before.failures == 0) { // once for each outage, not ten times a second
      LOG.log(Level.WARNING, "database does not answer: " + message);
    }
  }

  private void pause() {
    int most = Math.min(250, 50 << Math.min(3, seen.failures));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(50, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private static void abandon(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.abort(Runnable::run); // close() would talk to a server that may not answer
      } catch (SQLException e) {
        LOG.fine("connection of the watch was gone already");
      }
    }
  }

  private static Optional<Duration> age(long nanos) {
    return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - nanos));
  }
}
