package com.trixtech.selfheal.sim;

import java.time.Instant;

/** A broken promise: which, when in virtual time, and how. */
public record Violation(String invariant, Instant at, String what) {

  @Override
  public String toString() {
    return "%s at %s: %s".formatted(invariant, at, what);
  }
}
