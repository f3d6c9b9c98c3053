package com.trixtech.selfheal.manifest.semantics;

import java.util.regex.Pattern;

/**
 * A share from 0% to 100%, fractions allowed ({@code 0.5%}). Written with its sign always, so that
 * 5 and 0.05 cannot be mistaken for one another.
 *
 * @param value the percentage, 0 to 100
 */
public record Percent(double value) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");

  /** Rejects what is no share. */
  public Percent {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(value + "% (expected: 0% to 100%)");
    }
  }

  /**
   * Reads {@code 5%}.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} for anything else
   */
  public static Percent parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text + " (expected: a percentage from 0% to 100%, such as 5%)");
    }
    return new Percent(Double.parseDouble(matcher.group(1)));
  }

  /** The share as a number from 0 to 1. */
  public double ratio() {
    return value / 100;
  }

  @Override
  public String toString() {
    return (value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value)) + "%";
  }
}
