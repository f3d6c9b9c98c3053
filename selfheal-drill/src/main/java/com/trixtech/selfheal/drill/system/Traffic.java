package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.Drill;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the load of a drill, and keeps the clients' books. */
public interface Traffic {

  Running start(Target target, Drill.Load load) throws InterruptedException;

  /**
   * Where the traffic goes, and where its traces are.
   *
   * @param backend takes the requests, and has the bookings
   * @param gateway has the provider's ledger; no client talks to it
   * @param frontend has the pages; null where the load asks for none
   */
  record Target(URI backend, URI gateway, @Nullable URI frontend) {}

  /** Traffic that flows until it is stopped. */
  interface Running extends AutoCloseable {

    /** Requests that have ended so far. */
    long total();

    /** Those of them that failed or were shed. */
    long harmed();

    /** When the last request that failed or was shed was due; null while none has. */
    @Nullable Instant lastHarm();

    /** Another rate from now on. */
    void turnTo(int requestsPerSecond);

    /** Sends no more, waits for what is under way, and reports. Call it once. */
    Result stop();

    /**
     * Compares the clients' books with what is stored and with what was charged; call it when
     * stopped. Waits, for a bounded time, until no payment is open.
     */
    Books check() throws IOException, InterruptedException;

    /** Lets go of all that it holds, stopped or not; nothing can be asked after that. */
    @Override
    void close();
  }

  /**
   * What the clients met with.
   *
   * @param failed a 5xx, a time-out, a cut connection, or an answer against the contract
   * @param shed turned away with 503 and Retry-After
   * @param deferred payments that were taken and are settled later; no harm
   * @param firstHarm when the first request that failed or was shed was due
   * @param lastHarm when the last request that failed or was shed was due
   * @param failures each kind with its count
   * @param seconds one entry for each second, oldest first
   * @param pages requests for pages, forms included, among the total
   * @param pagesHarmed those of them that failed or were shed
   */
  record Result(
      long total,
      long failed,
      long shed,
      long deferred,
      double p99Ms,
      @Nullable Instant firstHarm,
      @Nullable Instant lastHarm,
      List<String> failures,
      List<Second> seconds,
      long pages,
      long pagesHarmed) {
    /** Nobody could say what they met with. */
    public static final Result UNKNOWN =
        new Result(0, 0, 0, 0, 0, null, null, List.of(), List.of(), 0, 0);

    public Result {
      failures = List.copyOf(failures);
      seconds = List.copyOf(seconds);
    }

    /** Requests that failed or were shed. */
    public long harmed() {
      return failed + shed;
    }
  }

  /**
   * The requests that were due in the second that begins at {@code at}.
   *
   * @param good answered as the contract says: the goodput
   * @param p99Ms counted from when a request was due
   */
  record Second(Instant at, long total, long good, long shed, long failed, double p99Ms) {}

  /**
   * The clients' books against the database's and the provider's.
   *
   * @param unexplained stored for this run, and not as anybody asked for it
   * @param examples a line for each of the first findings
   */
  record Books(
      long acknowledged,
      long lost,
      long doubled,
      long unexplained,
      Payments payments,
      List<String> examples) {
    public Books {
      examples = List.copyOf(examples);
    }
  }

  /**
   * The money, in cents where it is an amount.
   *
   * @param confirmed bookings that are confirmed
   * @param chargedForNothing charges without a confirmed booking and not given back
   * @param notPaid confirmed bookings without their charge
   * @param wrongAmounts charges and refunds that are not what they should be
   * @param unsettled payments and refunds that were still open after the wait
   * @param settledAfter how long the last one was open after the traffic's end
   */
  record Payments(
      long confirmed,
      long charges,
      long refunds,
      long doubleCharged,
      long chargedForNothing,
      long notPaid,
      long wrongAmounts,
      long unsettled,
      Duration settledAfter,
      long chargedMinor,
      long refundedMinor,
      long dueMinor) {

    /** Whether every charge has its booking and every booking its charge, or its refund. */
    public boolean addUp() {
      return doubleCharged == 0
          && chargedForNothing == 0
          && notPaid == 0
          && wrongAmounts == 0
          && unsettled == 0;
    }
  }
}
