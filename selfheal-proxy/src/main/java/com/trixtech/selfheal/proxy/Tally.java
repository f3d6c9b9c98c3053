package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.Counts;

/** The running counters behind {@link Counts}. Confined to its event loop. */
final class Tally {
  long requests;
  long gatewayErrors;
  long connectFailures;
  long resets;
  long timeouts;
  long retries;
  long retriesRefused;
  long overflows;
  long cancelled;
  final Latencies latencies = new Latencies();
  private final long[] statuses = new long[6];

  void status(int code) {
    statuses[Math.clamp(code / 100, 0, 5)]++;
    if (code >= 502 && code <= 504) {
      gatewayErrors++;
    }
  }

  void failure(Failure failure) {
    switch (failure) {
      case CONNECT -> connectFailures++;
      case RESET -> resets++;
      case TIMEOUT -> timeouts++;
      case WAIT, STATUS -> {}
    }
    if (failure.blamesEndpoint() && failure != Failure.STATUS) {
      gatewayErrors++;
    }
  }

  Counts counts() {
    return new Counts(
        requests,
        statuses[2],
        statuses[3],
        statuses[4],
        statuses[5],
        gatewayErrors,
        connectFailures,
        resets,
        timeouts,
        retries,
        retriesRefused,
        overflows,
        cancelled);
  }
}
