package com.trixtech.selfheal.local.state;

import org.jspecify.annotations.Nullable;

/**
 * Something the user can do something about: its message says what, the value, what was expected,
 * and where.
 */
public sealed class LocalException extends RuntimeException permits StateUnavailable {
  private static final long serialVersionUID = 1L;

  public LocalException(String message) {
    super(message);
  }

  public LocalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
