package com.trixtech.selfheal.shield.breaker;

import java.util.Locale;

/**
 * What the breaker does with a call. The first three follow from results, the others are an
 * operator's.
 */
public enum BreakerState {
  /** Every call is admitted, results are counted. */
  CLOSED,
  /** No call is admitted until the recovery time is over. */
  OPEN,
  /** A few trial calls are admitted; they decide. */
  HALF_OPEN,
  /** Every call is admitted, results are counted, and opening is only announced. */
  METRICS_ONLY,
  /** No call is admitted, until the operator says otherwise. */
  FORCED_OPEN,
  /** Every call is admitted and results do not matter, until the operator says otherwise. */
  FORCED_CLOSED;

  /** As metrics and JSON spell it: {@code half_open}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As sentences spell it: {@code half open}. */
  String words() {
    return label().replace('_', ' ');
  }
}
