package com.trixtech.selfheal.drill.system;

import java.time.Duration;
import java.time.Instant;

/** The drill's own clock and its waiting, so that tests need not wait. */
public interface Time {

  Instant now();

  void pause(Duration duration) throws InterruptedException;

  /** The machine's. */
  Time SYSTEM =
      new Time() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };
}
