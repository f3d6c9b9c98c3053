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

  /** A backend that has just been hurt may turn a reader away for a moment. */
  private static final Duration UNREADABLE = Duration.ofSeconds(5);

  /**
   * Two readings must agree: the books are read one after the other, and what was booked between
   * the two would look like a fault.
   */
  static Settling await(BooksReader reader, Duration patience)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Books before = firstOf(reader, patience.compareTo(UNREADABLE) < 0 ? patience : UNREADABLE);
    Duration pause = FIRST_PAUSE;
    Duration open = Duration.ZERO;
    while (true) {
      Duration took = since(start);
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
      pause = longer(pause);
    }
  }

  private static Books firstOf(BooksReader reader, Duration limit)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        return reader.read();
      } catch (IOException e) {
        if (since(start).compareTo(limit) >= 0) {
          throw e;
        }
        Thread.sleep(FIRST_PAUSE);
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
