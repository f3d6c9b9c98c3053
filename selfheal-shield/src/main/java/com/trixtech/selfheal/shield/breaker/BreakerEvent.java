package com.trixtech.selfheal.shield.breaker;

import java.time.Duration;

/**
 * A change of a breaker's state. Told after the change, outside of any lock, in the thread whose
 * call made it; so two events may be heard in the other order, and {@link #order} tells the right
 * one.
 */
public sealed interface BreakerEvent {
  String breaker();

  /** Grows with each change of this breaker. */
  long order();

  /** The new state. */
  BreakerState state();

  /**
   * @param failures consecutive failures that opened it; 1 when a trial failed
   * @param ratio share of failures among the calls of the period; 1 when a trial failed
   * @param openFor until trial calls are admitted
   * @param openings length of the present run of openings without a closing between them
   */
  record Opened(
      String breaker, long order, int failures, double ratio, Duration openFor, int openings)
      implements BreakerEvent {
    @Override
    public BreakerState state() {
      return BreakerState.OPEN;
    }
  }

  /** The first trial call after an opening was admitted. */
  record HalfOpened(String breaker, long order) implements BreakerEvent {
    @Override
    public BreakerState state() {
      return BreakerState.HALF_OPEN;
    }
  }

  /** Enough trial calls succeeded. */
  record Closed(String breaker, long order) implements BreakerEvent {
    @Override
    public BreakerState state() {
      return BreakerState.CLOSED;
    }
  }

  /** It would have opened, but is in {@link BreakerMode#METRICS_ONLY}. */
  record WouldOpen(String breaker, long order, int failures, double ratio) implements BreakerEvent {
    @Override
    public BreakerState state() {
      return BreakerState.METRICS_ONLY;
    }
  }

  /** An operator changed its mode. */
  record ModeChanged(String breaker, long order, BreakerState state) implements BreakerEvent {}
}
