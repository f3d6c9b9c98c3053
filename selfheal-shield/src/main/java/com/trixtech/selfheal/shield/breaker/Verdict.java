package com.trixtech.selfheal.shield.breaker;

/** What the end of a call says about the dependency. */
public enum Verdict {
  /** It answered as it should; also when it rightly refused, such as a declined card. */
  SUCCESS,
  /** It failed, or did not answer in time. */
  FAILURE,
  /** Nothing: the caller gave up, or the call was not made. */
  NEITHER
}
