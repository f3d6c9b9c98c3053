package com.trixtech.booking.load.control;

import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.LoadRun;
import com.trixtech.booking.load.guest.Met;
import com.trixtech.booking.load.ledger.LedgerCheck;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Guests of this process. Thread-safe. */
final class LocalGuests implements Guests {
  private final LoadPlan plan;
  private final LoadRun run;

  LocalGuests(LoadPlan plan) {
    this.plan = plan;
    this.run = LoadRun.start(plan);
  }

  @Override
  public Counts counts() {
    return new Counts(
        run.total(), run.count(Met.FAILED), run.count(Met.SHED), run.lastHarm().orElse(null));
  }

  @Override
  public void turnTo(int requestsPerSecond) {
    run.turnTo(requestsPerSecond);
  }

  @Override
  public void measureFromNow() {
    run.measureFromNow();
  }

  @Override
  public LoadReport report() {
    return run.report();
  }

  @Override
  public Ended stop() {
    LoadReport report = run.stop();
    return new Ended(report, run.seconds());
  }

  @Override
  public LedgerReport check(URI gateway, Duration patience)
      throws IOException, InterruptedException {
    return LedgerCheck.overHttp(plan.backend(), gateway, run.history(), patience);
  }

  @Override
  public void close() {
    run.close();
  }
}
