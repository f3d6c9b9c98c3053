package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Verdict;

/** One expectation against what was seen. */
public record Finding(String expected, String actual, Verdict verdict) {

  public String sentence() {
    return switch (verdict) {
      case PASSED -> "%s: %s".formatted(expected, actual);
      case FAILED -> "expected that %s; but %s".formatted(expected, actual);
      case INCONCLUSIVE -> "cannot tell whether %s: %s".formatted(expected, actual);
    };
  }
}
