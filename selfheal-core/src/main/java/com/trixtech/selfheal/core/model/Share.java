package com.trixtech.selfheal.core.model;

/**
 * A number of instances, absolute or in percent. Systems disagree on how percentages round (a
 * PodDisruptionBudget rounds up, a Deployment's maxUnavailable down), so the rounding is chosen
 * where a share is used, never here.
 */
public record Share(int value, boolean percent) {

  public Share {
    if (value < 0 || (percent && value > 100)) {
      throw new IllegalArgumentException(
          "share: " + value + (percent ? "% (expected: 0% to 100%)" : " (expected: >= 0)"));
    }
  }

  public static Share of(int instances) {
    return new Share(instances, false);
  }

  public static Share percent(int percent) {
    return new Share(percent, true);
  }

  public int roundUp(int total) {
    return percent ? Math.ceilDiv(total * value, 100) : value;
  }

  public int roundDown(int total) {
    return percent ? total * value / 100 : value;
  }

  @Override
  public String toString() {
    return percent ? value + "%" : Integer.toString(value);
  }
}
