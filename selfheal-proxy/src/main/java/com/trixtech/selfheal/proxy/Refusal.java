package com.trixtech.selfheal.proxy;

/**
 * Every answer that the proxy gives itself; the header {@code x-selfheal-reason} carries the code.
 */
enum Refusal {
  NO_ENDPOINTS(503, "no-endpoints", "no endpoint serves this service now"),
  OVERFLOW(503, "overflow", "all connections are in use and the pending queue is full"),
  CONNECT_FAILURE(503, "connect-failure", "no endpoint accepted a connection"),
  RESET(502, "reset", "the endpoint closed the connection before it answered"),
  TIMEOUT(504, "timeout", "the endpoint did not answer within the per-try time-out"),
  UPGRADE(501, "upgrade", "protocol upgrades and CONNECT are not passed on");

  static final String HEADER = "x-selfheal-reason";

  private final int status;
  private final String code;
  private final String sentence;

  Refusal(int status, String code, String sentence) {
    this.status = status;
    this.code = code;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
