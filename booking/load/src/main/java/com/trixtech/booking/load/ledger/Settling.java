package com.trixtech.booking.load.ledger;

import java.io.IOException;
import java.time.Duration;

/**
 * Books that have come to rest, or have not within the patience. Immutable.
 *
 * @param took until they had; until patience ended where they had not
 */
record Settling(Books books, Duration took) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * Two readings must agree: the books are read one after the other, and what was booked between
   * the two would look like a fault.
   */
  static Settling await(BooksReader reader, Duration patience)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Books before = reader.read();
    Duration pause = FIRST_PAUSE;
    Duration open = Duration.ZERO;
    while (true) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (!before.settled()) {
        open = took;
      }
      if (took.compareTo(patience) >= 0) {
        return new Settling(before, before.settled() ? open : took);
      }
      Thread.sleep(pause);
      Books after = reader.read();
      if (after.settled() && after.equals(before)) {
        return new Settling(after, open);
      }
      before = after;
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }
}
