package com.trixtech.selfheal.shield.health;

/** What a check found, with the reason in words. Immutable. */
public record Finding(Condition condition, String why) {

  public static Finding up(String why) {
    return new Finding(Condition.UP, why);
  }

  public static Finding degraded(String why) {
    return new Finding(Condition.DEGRADED, why);
  }

  public static Finding down(String why) {
    return new Finding(Condition.DOWN, why);
  }

  public static Finding unknown(String why) {
    return new Finding(Condition.UNKNOWN, why);
  }
}
