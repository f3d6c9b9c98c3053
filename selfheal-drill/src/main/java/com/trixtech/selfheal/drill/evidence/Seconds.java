package com.trixtech.selfheal.drill.evidence;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as a reader wants them: {@code 3 s}, {@code 1.25 s}. */
public final class Seconds {
  private Seconds() {}

  public static String of(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
