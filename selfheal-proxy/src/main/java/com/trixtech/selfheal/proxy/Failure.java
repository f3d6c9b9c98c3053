package com.trixtech.selfheal.proxy;

/** Why one try gave the client no answer, and what follows from that. */
enum Failure {
  /** No connection came about: the request was never sent, so any method may go elsewhere. */
  CONNECT(true, true, Refusal.CONNECT_FAILURE),
  /** No connection became free in time: never sent, and not the endpoint's proven fault. */
  WAIT(true, false, Refusal.OVERFLOW),
  /** The connection ended before an answer. */
  RESET(false, true, Refusal.RESET),
  /** No answer within the per-try time-out. */
  TIMEOUT(false, true, Refusal.TIMEOUT),
  /** The endpoint answered 502, 503 or 504 itself. */
  STATUS(false, true, Refusal.RESET);

  private final boolean neverSent;
  private final boolean blamesEndpoint;
  private final Refusal refusal;

  Failure(boolean neverSent, boolean blamesEndpoint, Refusal refusal) {
    this.neverSent = neverSent;
    this.blamesEndpoint = blamesEndpoint;
    this.refusal = refusal;
  }

  boolean neverSent() {
    return neverSent;
  }

  boolean blamesEndpoint() {
    return blamesEndpoint;
  }

  /** What the client is told when nothing else can be tried. */
  Refusal refusal() {
    return refusal;
  }
}
