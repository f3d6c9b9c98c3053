package com.trixtech.selfheal.local.state;

/**
 * The state directory cannot be read or written, as on a full disk: what was asked for may be
 * right.
 */
public final class StateUnavailable extends LocalException {
  private static final long serialVersionUID = 1L;

  StateUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
