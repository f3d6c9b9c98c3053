package com.trixtech.selfheal.local.net;

/** No address can be had; the message says why and what to do. */
public final class AddressesUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  AddressesUnavailable(String message) {
    super(message);
  }

  AddressesUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
