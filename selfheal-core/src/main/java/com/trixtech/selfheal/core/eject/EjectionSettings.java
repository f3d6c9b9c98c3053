package com.trixtech.selfheal.core.eject;

import java.time.Duration;

/**
 * The outlier-detection part of a DestinationRule, normalised. Immutable.
 *
 * @param consecutive5xxErrors 5xx answers in a row (gateway errors included) that eject; 0 = off
 *     (A-50)
 * @param consecutiveGatewayErrors gateway errors in a row that eject; 0 = off
 * @param splitExternalLocalOriginErrors whether failures without an answer are counted apart, and
 *     not as gateway errors: then an endpoint that sheds load by 503 is not ejected for it, and one
 *     that is dead or frozen still is
 * @param consecutiveLocalOriginFailures failures without an answer in a row that eject where they
 *     are counted apart; 0 = off
 * @param interval healthy time after which the memory of one ejection fades; above zero
 * @param baseEjectionTime length of the first ejection; the n-th in a row lasts n times as long;
 *     above zero
 * @param maxEjectionPercent share of the endpoints that may be ejected at once, rounded down, but
 *     at least one when the percentage is above 0 and there are two endpoints or more
 * @param minHealthPercent when fewer than this share of the endpoints is in rotation, ejections are
 *     ignored and all are used
 */
public record EjectionSettings(
    int consecutive5xxErrors,
    int consecutiveGatewayErrors,
    boolean splitExternalLocalOriginErrors,
    int consecutiveLocalOriginFailures,
    Duration interval,
    Duration baseEjectionTime,
    int maxEjectionPercent,
    int minHealthPercent) {

  public EjectionSettings {
    atLeastZero("consecutive5xxErrors", consecutive5xxErrors);
    atLeastZero("consecutiveGatewayErrors", consecutiveGatewayErrors);
    atLeastZero("consecutiveLocalOriginFailures", consecutiveLocalOriginFailures);
    positive("interval", interval);
    positive("baseEjectionTime", baseEjectionTime);
    percent("maxEjectionPercent", maxEjectionPercent);
    percent("minHealthPercent", minHealthPercent);
  }

  private static void atLeastZero(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: >= 0)");
    }
  }

  private static void positive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: > PT0S)");
    }
  }

  private static void percent(String what, int value) {
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to 100)");
    }
  }
}
