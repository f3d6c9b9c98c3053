package com.trixtech.selfheal.proxy;

/** A listen address could not be had; the message names address, reason and service. */
final class AddressUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  AddressUnavailable(String host, int port, Throwable cause, String user) {
    super("listen " + host + ":" + port + ": " + reason(cause) + " in " + user, cause);
  }

  private static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.toLowerCase(java.util.Locale.ROOT).contains("address already in use")
        ? "address already in use (expected: free)"
        : text + " (expected: a free address of this machine)";
  }
}
