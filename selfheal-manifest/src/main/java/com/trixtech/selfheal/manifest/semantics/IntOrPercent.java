package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.regex.Pattern;

/**
 * A count, or a percentage of a pool. The rounding is always named by the caller, because systems
 * differ: a PodDisruptionBudget rounds both of its fields up, a Deployment rounds maxUnavailable
 * down and maxSurge up. Immutable.
 *
 * @param value the count, or the percentage as a whole number
 * @param percent whether {@code value} is a percentage
 */
public record IntOrPercent(int value, boolean percent) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(%?)");

  /** Rejects what no pool can have: a negative count, or more than the whole. */
  public IntOrPercent {
    if (value < 0 || (percent && value > 100)) {
      throw new IllegalArgumentException(
          value
              + (percent ? "%" : "")
              + " (expected: a count >= 0, or a percentage from 0% to 100%)");
    }
  }

  /** A plain count. */
  public static IntOrPercent of(int count) {
    return new IntOrPercent(count, false);
  }

  /**
   * Reads {@code 2} or {@code "34%"}.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} for anything else
   */
  public static IntOrPercent parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text + " (expected: a count such as 1, or a percentage such as 34%)");
    }
    return new IntOrPercent(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** The same value out of a Kubernetes object. */
  public static IntOrPercent of(IntOrString value) {
    return value.getIntVal() != null
        ? of(value.getIntVal())
        : parse(String.valueOf(value.getStrVal()));
  }

  /** The count for a pool of {@code total}, a fraction rounded up. */
  public int roundUp(int total) {
    return percent ? Math.toIntExact(((long) value * total + 99) / 100) : value;
  }

  /** The count for a pool of {@code total}, a fraction rounded down. */
  public int roundDown(int total) {
    return percent ? Math.toIntExact((long) value * total / 100) : value;
  }

  @Override
  public String toString() {
    return value + (percent ? "%" : "");
  }
}
