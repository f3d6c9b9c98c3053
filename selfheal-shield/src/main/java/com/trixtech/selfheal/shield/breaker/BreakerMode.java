package com.trixtech.selfheal.shield.breaker;

/** What an operator wants of a breaker. */
public enum BreakerMode {
  /** The breaker decides; this is how it starts. */
  AUTOMATIC,
  /** It counts, and announces when it would open, but admits every call. */
  METRICS_ONLY,
  /** It admits no call. */
  FORCED_OPEN,
  /** It admits every call and counts nothing. */
  FORCED_CLOSED
}
