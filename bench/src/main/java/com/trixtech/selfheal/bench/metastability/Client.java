package com.trixtech.selfheal.bench.metastability;

import java.time.Duration;
import java.util.Optional;

/** How one pod calls the provider. */
@FunctionalInterface
interface Client {
  Course begin();

  /** One request's attempts. */
  interface Course {
    /** The time for the next attempt; empty: it is not made. */
    Optional<Duration> attempt();

    /** How it ended. Returns the pause before the next attempt; empty: the request is over. */
    Optional<Duration> ended(End end);

    /** After {@link #attempt} was empty: the pause before asking again; empty: the request is over. */
    default Optional<Duration> rejected() {
      return Optional.empty();
    }
  }

  enum End {
    ANSWERED,
    ERROR,
    TIMED_OUT
  }
}
