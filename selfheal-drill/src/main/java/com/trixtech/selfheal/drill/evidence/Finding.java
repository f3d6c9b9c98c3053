package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.Verdict;

/** One expectation against what was seen. */
public record Finding(String expected, String actual, Verdict verdict) {

  /** The expectation holds, or it does not. */
  static Finding finding(Expectation expectation, boolean holds, String actual) {
    return new Finding(expectation.sentence(), actual, holds ? Verdict.PASSED : Verdict.FAILED);
  }

  /** Nobody can tell. */
  static Finding unknown(Expectation expectation, String why) {
    return new Finding(expectation.sentence(), why, Verdict.INCONCLUSIVE);
  }

  public String sentence() {
    return switch (verdict) {
      case PASSED -> "%s: %s".formatted(expected, actual);
      case FAILED -> "expected that %s; but %s".formatted(expected, actual);
      case INCONCLUSIVE -> "cannot tell whether %s: %s".formatted(expected, actual);
    };
  }
}
