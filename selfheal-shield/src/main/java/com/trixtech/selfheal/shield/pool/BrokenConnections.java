package com.trixtech.selfheal.shield.pool;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * After which errors a connection is thrown away instead of going back to the pool. Beyond
 * HikariCP's own list: 25006, the server takes no writes, which is what a primary says that was
 * demoted; its connections work, and would stay in the pool for ever.
 */
public final class BrokenConnections implements SQLExceptionOverride {
  @java.lang.Override // "Override" is the interface's own enum here
  public Override adjudicate(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      return Override.CONTINUE_EVICT;
    }
    return switch (state) {
      case "25006", // read only: demoted
          "57P01", // told to shut down
          "57P02", // crashed
          "57P03" -> // starting, or recovering
          Override.MUST_EVICT;
      case String s when s.startsWith("08") -> Override.MUST_EVICT;
      case String _ -> Override.CONTINUE_EVICT;
    };
  }
}
