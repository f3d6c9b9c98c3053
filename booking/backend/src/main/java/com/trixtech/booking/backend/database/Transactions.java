package com.trixtech.booking.backend.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** Borrows a connection for a piece of work, and gives it back whatever happens. Thread-safe. */
public final class Transactions {
  /**
   * Serialization failure, deadlock, and a random code that was given before: another try is right.
   */
  private static final Set<String> AGAIN = Set.of("40001", "40P01", "23505");

  private static final int TRIES = 3;

  private final DataSource pool;

  /** Work on a connection; runs again from its start when the database rolled it back. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    T run(Connection connection) throws SQLException, X;
  }

  public Transactions(DataSource pool) {
    this.pool = pool;
  }

  /** One or more statements, each a transaction of its own. */
  public <T, X extends Exception> T read(Work<T, X> work) throws SQLException, X {
    try (var connection = pool.getConnection()) {
      return work.run(connection);
    }
  }

  /** All or nothing: what the work throws rolls back all that it did. */
  public <T, X extends Exception> T run(Work<T, X> work) throws SQLException, X {
    for (int tries = 1; ; tries++) {
      try {
        return once(work);
      } catch (SQLException e) {
        if (tries == TRIES || !AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }
  }

  private <T, X extends Exception> T once(Work<T, X> work) throws SQLException, X {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.run(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done && !connection.isClosed()) {
          connection.rollback();
        }
      }
    }
  }
}
