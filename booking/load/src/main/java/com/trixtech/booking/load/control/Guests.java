package com.trixtech.booking.load.control;

import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guests who come until they are stopped, here or in another process. Thread-safe.
 *
 * <p>Where another process cannot be asked, every method but {@link #check} throws {@link
 * java.io.UncheckedIOException}.
 */
public interface Guests extends AutoCloseable {

  /**
   * Requests that have ended so far.
   *
   * @param lastHarm when the last one that failed or was shed was due; null while none has
   */
  record Counts(long total, long failed, long shed, @Nullable Instant lastHarm) {}

  /** The end of a run. */
  record Ended(LoadReport report, List<LoadReport.Second> seconds) {
    public Ended {
      seconds = List.copyOf(seconds);
    }
  }

  /** They come at once, in this process. */
  static Guests here(LoadPlan plan) {
    return new LocalGuests(plan);
  }

  Counts counts();

  /** Another rate from now on, more than 0. */
  void turnTo(int requestsPerSecond);

  /** Forgets what requests met with so far; what they did stays in the books. */
  void measureFromNow();

  /** As it stands. */
  LoadReport report();

  /** Sends no more, and waits for what is under way. Idempotent. */
  Ended stop();

  /**
   * Holds the guests' books against the backend's and the provider's; when stopped.
   *
   * @param patience how long open payments may take to settle
   * @throws IOException where a book cannot be read: no data is not proof
   */
  LedgerReport check(URI gateway, Duration patience) throws IOException, InterruptedException;

  /** Lets nobody in any more; also where nobody answers. */
  @Override
  void close();
}
