package com.trixtech.selfheal.shield.breaker;

import java.time.Duration;

/**
 * What a {@link Breaker} is told. Immutable; {@link BreakerBuilder} makes it and says what each
 * knob means. Refuses nonsense: 0 is 0, and never means a default.
 */
public record BreakerSettings(
    int failureThreshold,
    Duration monitoringPeriod,
    double failureRatio,
    int minimumCalls,
    Duration recoveryTimeout,
    Duration longestRecoveryTimeout,
    double jitter,
    int successThreshold,
    int trials,
    Duration trialLease) {

  /** Longer times are mistakes, and would not fit the arithmetic in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(1);

  public BreakerSettings {
    between("failureThreshold", failureThreshold, 1, 1000);
    positive("monitoringPeriod", monitoringPeriod);
    if (!(failureRatio > 0 && failureRatio <= 1)) {
      throw refused("failureRatio", failureRatio, "more than 0, at most 1");
    }
    between("minimumCalls", minimumCalls, 1, 1_000_000);
    positive("recoveryTimeout", recoveryTimeout);
    positive("longestRecoveryTimeout", longestRecoveryTimeout);
    if (longestRecoveryTimeout.compareTo(recoveryTimeout) < 0) {
      throw refused(
          "longestRecoveryTimeout",
          longestRecoveryTimeout,
          "at least recoveryTimeout, which is " + recoveryTimeout);
    }
    if (!(jitter >= 0 && jitter <= 0.5)) {
      throw refused("jitter", jitter, "0 to 0.5");
    }
    between("successThreshold", successThreshold, 1, 1000);
    between("trials", trials, 1, 1000);
    positive("trialLease", trialLease);
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(name, value, least + " to " + most);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
      throw refused(name, value, "more than PT0S, at most " + LONGEST);
    }
  }

  private static IllegalArgumentException refused(String name, Object value, String expected) {
    return new IllegalArgumentException(
        "breaker, " + name + ": " + value + " (expected: " + expected + ")");
  }
}
