package com.trixtech.selfheal.core.model;

/**
 * {@code Healthy < Degraded < Failed}, and Unknown, which is never healthy: a signal that is too
 * old proves nothing. The declaration order is the order in which the worst child wins.
 */
public enum Health {
  HEALTHY("Healthy"),
  UNKNOWN("Unknown"),
  DEGRADED("Degraded"),
  FAILED("Failed");

  private final String word;

  Health(String word) {
    this.word = word;
  }

  /** The word that every surface shows. */
  public String word() {
    return word;
  }

  /** The worse of the two. */
  public Health worst(Health other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
