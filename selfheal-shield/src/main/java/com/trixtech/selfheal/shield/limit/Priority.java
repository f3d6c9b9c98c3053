package com.trixtech.selfheal.shield.limit;

/** Who goes first when there is too much to do. */
public enum Priority {
  /** Work that others wait for or that was paid for: may use the whole limit. */
  CRITICAL(1.0),
  /** May use nine tenths of it. */
  NORMAL(0.9),
  /** What can be asked again later: half of it. */
  LOW(0.5);

  private final double share;

  Priority(double share) {
    this.share = share;
  }

  /** Places that this priority may fill; at least one. */
  int of(int limit) {
    return Math.max(1, (int) Math.ceil(limit * share));
  }
}
