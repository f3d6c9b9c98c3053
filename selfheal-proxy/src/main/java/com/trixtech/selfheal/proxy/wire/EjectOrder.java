package com.trixtech.selfheal.proxy.wire;

/**
 * Takes one endpoint out of rotation until a deadline, or (in {@code /uneject}, where seconds are
 * not read) back in. Immutable.
 *
 * @param seconds how long; it ends by itself, also when nobody remembers
 */
public record EjectOrder(String service, String endpointUid, int seconds) {
  /**
   * Longest order: an ejection that should last longer is to be renewed by somebody who is alive.
   */
  public static final int MOST_SECONDS = 3600;

  public EjectOrder {
    Checks.text("service", service);
    Checks.text("endpointUid", endpointUid);
  }
}
