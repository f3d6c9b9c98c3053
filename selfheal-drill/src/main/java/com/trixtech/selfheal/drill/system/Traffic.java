package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.Drill;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the load of a drill, and keeps the clients' books. */
public interface Traffic {

  Running start(URI service, Drill.Load load) throws InterruptedException;

  /** Traffic that flows until it is stopped. */
  interface Running {

    /** Requests that have ended so far. */
    long total();

    long failed();

    /** When the last request that failed was due; null while none has. */
    @Nullable Instant lastFailure();

    /** Sends no more, waits for what is under way, and reports. Call it once. */
    Result stop();

    /** Compares the clients' books with what is stored; call it when stopped. */
    Bookings check() throws IOException, InterruptedException;
  }

  /**
   * What the clients met with.
   *
   * @param seconds one entry for each second, oldest first
   */
  record Result(
      long total,
      long failed,
      double p99Ms,
      @Nullable Instant firstFailure,
      @Nullable Instant lastFailure,
      List<String> failures,
      List<Second> seconds) {
    public Result {
      failures = List.copyOf(failures);
      seconds = List.copyOf(seconds);
    }
  }

  /**
   * The requests that were due in the second that begins at {@code at}.
   *
   * @param p99Ms counted from when a request was due
   */
  record Second(Instant at, long total, long failed, double p99Ms) {}

  /**
   * The clients' books against the database's.
   *
   * @param unexplained stored for this run, and not as anybody asked for it
   */
  record Bookings(
      long acknowledged, long lost, long doubled, long unexplained, List<String> examples) {
    public Bookings {
      examples = List.copyOf(examples);
    }
  }
}
