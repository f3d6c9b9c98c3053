package com.trixtech.selfheal.core.eject;

/**
 * How one try against an endpoint ended, as far as its health is concerned. Immutable.
 *
 * <p>The distinction matters: a gateway error says that the endpoint could not serve, a server
 * error may be the application's own answer to one bad input or to a cause that all endpoints share
 * (A-50).
 */
public enum Result {
  /** Any complete answer below 500: the endpoint works. */
  SUCCESS,
  /** A 5xx answer of the application that is none of 502, 503, 504. */
  SERVER_ERROR,
  /** An answer of 502, 503 or 504. */
  GATEWAY_ERROR,
  /** No answer: a failed connect, a reset before the answer, or a time-out. */
  LOCAL_ORIGIN_FAILURE
}
