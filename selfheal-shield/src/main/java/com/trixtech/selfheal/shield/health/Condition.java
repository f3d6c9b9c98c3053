package com.trixtech.selfheal.shield.health;

import java.util.Locale;

/** How a part is. */
public enum Condition {
  UP,
  /** It works with less. */
  DEGRADED,
  /** It does not work. */
  DOWN,
  /** Nobody knows: never looked, or too long ago. Not healthy, and not a failure either. */
  UNKNOWN;

  /** As JSON and metrics spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
