package com.trixtech.selfheal.proxy;

/** Somebody sent routes that are older than those applied. */
final class StaleRoutes extends Exception {
  private static final long serialVersionUID = 1L;

  StaleRoutes(long sent, long applied) {
    super("generation: " + sent + " (expected: >= " + applied + ")");
  }
}
