package com.trixtech.selfheal.shield.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trying until there is a connection; meant to be called by the pool's connection adder only,
 * never by a request.
 *
 * <p>HikariCP's adder doubles its pause up to 5 s, whatever the settings, so after a long outage
 * the pool would come back up to 5 s late. Here the pause is 50 to 150 ms, random so that replicas
 * do not march in step. Ends by interruption, which is what closing the pool does.
 * Thread-safe.
 */
final class RetryingDataSource implements DataSource {
  private final DataSource target;
  private volatile boolean stopped;

  RetryingDataSource(DataSource target) {
    this.target = target;
  }

  /**
   * Lets the attempt under way be the last: the driver swallows the interruption with which the
   * pool ends its adder.
   */
  void stop() {
    stopped = true;
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        return target.getConnection();
      } catch (SQLException e) {
        if (stopped) {
          throw e;
        }
        try {
          Thread.sleep(ThreadLocalRandom.current().nextInt(50, 150));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("credentials are fixed");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    // The pool would set its own borrow time-out here; ours is chosen together with the socket's.
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return target.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return target.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return target.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return target.isWrapperFor(type);
  }
}
