package com.trixtech.booking.backend.database;

import com.trixtech.selfheal.shield.pool.DatabaseWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the database's schema to the version that this code needs; for {@link DatabaseWatch}.
 *
 * <p>One cheap query says whether there is anything to do. Flyway itself is loaded only when there
 * is, which is once in the life of a database and not at each restart; it takes its own lock, so
 * replicas that start together are safe. A schema that is newer than this code is fine: that is the
 * old release during a rolling update.
 */
public final class Schema {
  /** The newest file in db/migration; a test holds the two together. */
  static final String VERSION = "1";

  private static final Logger LOG = Logger.getLogger(Schema.class.getName());
  private static final String UNDEFINED_TABLE = "42P01";

  private Schema() {}

  /**
   * @param migrations with time-outs for work that may rightly take long
   */
  public static void ensure(Connection connection, DataSource migrations) throws SQLException {
    if (!isCurrent(connection)) {
      migrate(migrations);
    }
    LOG.info("schema at version " + VERSION);
  }

  private static void migrate(DataSource migrations) throws SQLException {
    LOG.info("schema is behind: migrating to version " + VERSION);
    try {
      var result =
          Flyway.configure()
              .dataSource(migrations)
              .locations("classpath:db/migration")
              .load()
              .migrate();
      LOG.info("schema migrated: " + result.migrationsExecuted + " applied");
    } catch (RuntimeException e) {
      throw new SQLException("migration failed: " + e.getMessage(), e);
    }
  }

  private static boolean isCurrent(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT 1 FROM flyway_schema_history WHERE version = ? AND success")) {
      query.setString(1, VERSION);
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
