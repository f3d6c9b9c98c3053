package com.trixtech.booking.backend;

import com.trixtech.booking.process.Environment;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault that a drill asks this process to have, by {@code BOOKING_FAULT}. {@link #NONE} in normal
 * life, and then no code of it runs. Immutable.
 *
 * @param delay used by {@link Kind#SLOW_START} and {@link Kind#COSTLY} only
 */
public record Fault(Kind kind, Duration delay) {
  static final Fault NONE = new Fault(Kind.NONE, Duration.ZERO);
  static final String EXPECTED =
      "startup-fails, never-ready, errors-after-ready, slow-start:PT5S, leak, hang-live, deadlock,"
          + " pool-leak or costly:PT0.0125S";

  /** What goes wrong. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** Exits with 1 shortly after its start. */
    STARTUP_FAILS,
    /** Serves, but its readiness is always 503. */
    NEVER_READY,
    /**
     * Becomes ready, and 2 s later answers 500 to each booking request while every health endpoint
     * says 200.
     */
    ERRORS_AFTER_READY,
    /** Its start-up takes longer by the delay. */
    SLOW_START,
    /** Fills the heap until the JVM gives up. */
    LEAK,
    /** Its liveness endpoint takes the request and never answers. */
    HANG_LIVE,
    /**
     * Becomes ready, and 2 s later two threads wait for each other for ever, and each booking
     * request for them. Probes are answered; only liveness can tell.
     */
    DEADLOCK,
    /**
     * Becomes ready, and from 2 s later on borrows connections and never returns them: each booking
     * request waits for one in vain.
     */
    POOL_LEAK,
    /**
     * Each booking request that is let in needs the delay, one after the other: the capacity of
     * this process is one request in so long, whatever the machine could do.
     */
    COSTLY;

    boolean timed() {
      return this == SLOW_START || this == COSTLY;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Empty when the text names no fault; the empty text is {@link #NONE}. */
  static Optional<Fault> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(NONE);
    }
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    for (Kind kind : Kind.values()) {
      if (kind != Kind.NONE && kind.word().equals(word)) {
        if (kind.timed()) {
          return Environment.durationOf(text.substring(colon + 1)).map(d -> new Fault(kind, d));
        }
        return colon < 0 ? Optional.of(new Fault(kind, Duration.ZERO)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  boolean is(Kind other) {
    return kind == other;
  }

  @Override
  public String toString() {
    return kind.timed() ? kind.word() + ":" + delay : kind.word();
  }
}
