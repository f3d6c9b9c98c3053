package com.trixtech.booking.load.guest;

import java.time.Duration;
import java.util.Optional;

/** How a request ended. */
sealed interface Reply {

  /**
   * An answer came whole.
   *
   * @param retryAfter where the service said how long to stay away
   * @param location where the service said to go
   */
  record Answered(int status, Optional<Duration> retryAfter, Optional<String> location, byte[] body)
      implements Reply {}

  /**
   * None did.
   *
   * @param kind such as {@code timeout} or {@code connection refused}
   */
  record Broken(String kind) implements Reply {}

  /** For the history: the status, or what kept it away. */
  default String word() {
    return switch (this) {
      case Answered a -> Integer.toString(a.status());
      case Broken b -> b.kind();
    };
  }
}
