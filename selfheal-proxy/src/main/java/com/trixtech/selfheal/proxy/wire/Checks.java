package com.trixtech.selfheal.proxy.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that the records of this package share; each failure says what, value, and what
 * was expected.
 */
final class Checks {
  private Checks() {}

  /** JSON can leave out what the types call present: this is where that shows. */
  static <T> T present(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + ": missing (expected: a value)");
    }
    return value;
  }

  static void text(String what, @Nullable String value) {
    if (present(what, value).isBlank()) {
      throw new IllegalArgumentException(what + ": empty (expected: a text)");
    }
  }

  static void port(String what, int value, int least) {
    if (value < least || value > 65_535) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: " + least + " to 65535)");
    }
  }

  static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: >= " + least + ")");
    }
  }

  static void percent(String what, int value) {
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to 100)");
    }
  }

  static void positive(String what, @Nullable Duration value) {
    if (!present(what, value).isPositive()) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: > PT0S)");
    }
  }
}
