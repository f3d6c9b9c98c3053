package com.trixtech.booking.gateway.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not read or commit (a full disk, for instance). After a write nobody knows
 * whether it is there: only a later read can tell.
 */
public final class StoreFailed extends Exception {
  private static final long serialVersionUID = 1;

  StoreFailed(String message, @Nullable SQLException cause) {
    super(message, cause);
  }
}
