package com.trixtech.booking.load.history;

import java.time.Instant;

/** Gets each line of a history as it happens; called in their order, by one thread at a time. */
public interface HistorySink {

  void begun(String run, Call call, Wish wish);

  /**
   * @param answer a status, or what kept it away, such as {@code timeout}
   */
  void ended(Call call, String answer, Instant at);

  void read(String path, Instant dueAt, String answer, Instant at);

  /** Keeps nothing. */
  HistorySink NONE =
      new HistorySink() {
        @Override
        public void begun(String run, Call call, Wish wish) {}

        @Override
        public void ended(Call call, String answer, Instant at) {}

        @Override
        public void read(String path, Instant dueAt, String answer, Instant at) {}
      };
}
