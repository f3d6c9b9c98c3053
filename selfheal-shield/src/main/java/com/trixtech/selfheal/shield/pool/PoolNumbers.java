package com.trixtech.selfheal.shield.pool;

/** A pool's connections at one moment. Immutable. */
public record PoolNumbers(int total, int active, int idle, int waiting, int most) {
  /** For error messages. */
  @Override
  public String toString() {
    return "total=%d, active=%d, idle=%d, waiting=%d, most=%d"
        .formatted(total, active, idle, waiting, most);
  }
}
