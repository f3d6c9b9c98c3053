package com.trixtech.booking.load.guest;

/** What a request met with. */
public enum Met {
  /** Answered as the contract says, an expected refusal included. */
  OK,
  /** A payment that was taken and is settled later. */
  DEFERRED,
  /** 503 with Retry-After. */
  SHED,
  /** Another 5xx, a time-out, a cut connection, or an answer that contradicts the contract. */
  FAILED;

  /** Whether a guest was not served. */
  public boolean harm() {
    return this == SHED || this == FAILED;
  }
}
