package com.trixtech.booking.load.guest;

import java.time.Duration;
import java.time.Instant;

/** Counts what requests met with; called on the event loop. */
@FunctionalInterface
public interface Meter {

  /**
   * @param kind of the failure; empty where there is none
   * @param latency since the request was due
   */
  void ended(Met met, String kind, Duration latency, Instant due);
}
