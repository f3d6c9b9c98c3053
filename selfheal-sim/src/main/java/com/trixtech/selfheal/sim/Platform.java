package com.trixtech.selfheal.sim;

/**
 * What the same world runs on. All that differs is in {@link Delay} and {@link Trait}: the numbers
 * of a cluster are what Kubernetes' components take, and what the adaptor makes of them.
 */
public enum Platform {
  LOCAL("local"),
  KUBERNETES("kubernetes");

  private final String word;

  Platform(String word) {
    this.word = word;
  }

  /** As the command line and the documentation have it. */
  public String word() {
    return word;
  }
}
