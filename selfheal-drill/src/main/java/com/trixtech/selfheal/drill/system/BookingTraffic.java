package com.trixtech.selfheal.drill.system;

import com.trixtech.booking.load.LedgerCheck;
import com.trixtech.booking.load.LedgerReport;
import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.LoadRun;
import com.trixtech.selfheal.drill.Drill;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Traffic on the reference application. */
public final class BookingTraffic implements Traffic {
  private static final long SEED = 1;

  /** Shares of the load, one after the other, that a system which has just started is led up by. */
  private static final double[] RAMP = {0.1, 0.3, 0.6, 1};

  private static final Duration RAMP_STEP = Duration.ofMillis(1500);

  private final Duration rampStep;

  public BookingTraffic() {
    this(RAMP_STEP);
  }

  /**
   * @param rampStep how long each step of the way up to the load lasts
   */
  public BookingTraffic(Duration rampStep) {
    this.rampStep = rampStep;
  }

  /**
   * Leads the system up to the load first, unmeasured: what a cold start does to the first requests
   * is no fault's doing.
   */
  @Override
  public Running start(URI service, Drill.Load load) throws InterruptedException {
    for (double share : RAMP) {
      int rate = (int) Math.max(1, load.requestsPerSecond() * share);
      try (LoadRun warming = LoadRun.start(plan(service, rate, load))) {
        Thread.sleep(rampStep);
        warming.stop();
      }
    }
    return new Flowing(service, LoadRun.start(plan(service, load.requestsPerSecond(), load)));
  }

  private static LoadPlan plan(URI service, int rate, Drill.Load load) {
    return new LoadPlan(service, rate, load.bookingShare(), SEED, load.requestTimeout());
  }

  private record Flowing(URI service, LoadRun run) implements Running {
    @Override
    public long total() {
      return run.total();
    }

    @Override
    public long failed() {
      return run.failed();
    }

    @Override
    public @Nullable Instant lastFailure() {
      return run.lastFailure().orElse(null);
    }

    @Override
    public Result stop() {
      LoadReport report = run.stop();
      return new Result(
          report.total(),
          report.failed(),
          report.p99().toNanos() / 1e6,
          report.firstFailure().orElse(null),
          report.lastFailure().orElse(null),
          report.failures().entrySet().stream()
              .map(e -> e.getValue().count() + " x " + e.getKey())
              .sorted()
              .toList(),
          run.seconds().stream()
              .map(s -> new Second(s.at(), s.total(), s.failed(), s.p99().toNanos() / 1e6))
              .toList());
    }

    @Override
    public Bookings check() throws IOException, InterruptedException {
      LedgerReport books = LedgerCheck.overHttp(service, run.ledger());
      return new Bookings(
          books.acknowledged(),
          books.lost(),
          books.doubled(),
          books.unexplained(),
          books.examples());
    }
  }
}
