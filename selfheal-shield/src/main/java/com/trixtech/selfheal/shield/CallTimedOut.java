package com.trixtech.selfheal.shield;

import java.time.Duration;

/**
 * The call did not return in its time and had to be interrupted. It was made: whether it took
 * effect is <em>unknown</em>, and is to be found out by asking, not by doing it again.
 */
public final class CallTimedOut extends RuntimeException {
  private static final long serialVersionUID = 1;

  CallTimedOut(String shield, Duration time, Throwable interrupted) {
    super(
        "call of %s: no answer in %d ms, interrupted (its effect is unknown)"
            .formatted(shield, time.toMillis()),
        interrupted);
  }
}
