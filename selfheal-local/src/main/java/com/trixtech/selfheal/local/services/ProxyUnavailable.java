package com.trixtech.selfheal.local.services;

import org.jspecify.annotations.Nullable;

/** The proxy did not start, does not answer, or refused; the message says which, and what to do. */
public final class ProxyUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProxyUnavailable(String message) {
    super(message);
  }

  ProxyUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
