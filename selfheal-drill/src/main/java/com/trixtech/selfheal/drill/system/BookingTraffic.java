package com.trixtech.selfheal.drill.system;

import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.LoadReport.Failures;
import com.trixtech.booking.load.Profile;
import com.trixtech.booking.load.control.Guests;
import com.trixtech.booking.load.ledger.LedgerReport;
import com.trixtech.selfheal.drill.Drill;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guests of the reference application. */
public final class BookingTraffic implements Traffic {
  private static final long SEED = 1;

  /** Shares of the load, one after the other, that a system which has just started is led up by. */
  private static final double[] RAMP = {0.1, 0.3, 0.6, 1};

  private static final Duration RAMP_STEP = Duration.ofMillis(1500);

  /**
   * A step at the full load whose p99 is below this shows a system that has compiled what it runs.
   */
  private static final Duration QUICK = Duration.ofMillis(200);

  /**
   * So many quick steps in a row end the way up; a machine that is never quick is not waited for.
   */
  private static final int QUICK_STEPS = 2;

  private static final int MOST_STEPS = 16;

  /** A quarter of a second: short, so that a drill of seconds sees whole visits. */
  private static final Duration THINK = Duration.ofMillis(250);

  /** For payments that were open at the end; the settler's longest delay, and some. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private final Function<LoadPlan, Guests> guests;
  private final Duration rampStep;

  /** Guests of this process. */
  public BookingTraffic() {
    this(Guests::here);
  }

  /**
   * @param guests lets them come, here or elsewhere
   */
  public BookingTraffic(Function<LoadPlan, Guests> guests) {
    this(guests, RAMP_STEP);
  }

  /**
   * @param guests lets them come, here or elsewhere
   * @param rampStep how long each step of the way up to the load lasts
   */
  public BookingTraffic(Function<LoadPlan, Guests> guests, Duration rampStep) {
    this.guests = guests;
    this.rampStep = rampStep;
  }

  /**
   * Leads the system up to the load first, unmeasured, and on until it is quick: what a cold start
   * does to the first requests is no fault's doing. What was booked on the way is in the books.
   */
  @Override
  public Running start(Target target, Drill.Load load) throws InterruptedException {
    List<Profile.Phase> phases = new ArrayList<>();
    for (double share : RAMP) {
      int rate = (int) Math.max(1, load.requestsPerSecond() * share);
      phases.add(new Profile.Phase(rate, rampStep));
    }
    Guests run =
        guests.apply(
            new LoadPlan(
                target.backend(),
                new Profile(phases),
                load.writeShare(),
                SEED,
                load.requestTimeout(),
                THINK,
                pages(target, load),
                false));
    try {
      Thread.sleep(rampStep.multipliedBy(RAMP.length));
      untilQuick(run);
      run.measureFromNow();
      return new Flowing(target, run);
    } catch (InterruptedException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static LoadPlan.@Nullable Pages pages(Target target, Drill.Load load) {
    URI frontend = target.frontend();
    return frontend == null || load.pageShare() == 0
        ? null
        : new LoadPlan.Pages(frontend, load.pageShare());
  }

  private void untilQuick(Guests run) throws InterruptedException {
    int quick = 0;
    for (int step = 0; step < MOST_STEPS && quick < QUICK_STEPS; step++) {
      run.measureFromNow();
      Thread.sleep(rampStep);
      LoadReport report = run.report();
      boolean well = report.failed() == 0 && report.shed() == 0;
      quick = well && report.p99().compareTo(QUICK) < 0 ? quick + 1 : 0;
    }
  }

  private record Flowing(Target target, Guests run) implements Running {
    @Override
    public long total() {
      return run.counts().total();
    }

    @Override
    public long harmed() {
      Guests.Counts counts = run.counts();
      return counts.failed() + counts.shed();
    }

    @Override
    public @Nullable Instant lastHarm() {
      return run.counts().lastHarm();
    }

    @Override
    public void turnTo(int requestsPerSecond) {
      run.turnTo(requestsPerSecond);
    }

    @Override
    public Result stop() {
      Guests.Ended ended = run.stop();
      LoadReport report = ended.report();
      List<Failures> harm =
          Stream.concat(report.failures().values().stream(), Stream.ofNullable(report.turnedAway()))
              .toList();
      return new Result(
          report.total(),
          report.failed(),
          report.shed(),
          report.deferred(),
          millis(report.p99()),
          harm.stream().map(Failures::first).min(Instant::compareTo).orElse(null),
          harm.stream().map(Failures::last).max(Instant::compareTo).orElse(null),
          report.failures().entrySet().stream()
              .map(e -> e.getValue().count() + " x " + e.getKey())
              .sorted()
              .toList(),
          ended.seconds().stream()
              .map(
                  s -> new Second(s.at(), s.total(), s.ok(), s.shed(), s.failed(), millis(s.p99())))
              .toList(),
          report.pages().total(),
          report.pages().shed() + report.pages().failed());
    }

    private static double millis(Duration duration) {
      return duration.toNanos() / 1e6;
    }

    @Override
    public Books check() throws IOException, InterruptedException {
      LedgerReport books = run.check(target.gateway(), SETTLING);
      LedgerReport.Payments money = books.payments();
      return new Books(
          books.acknowledged(),
          books.lost(),
          books.doubled(),
          books.unexplained(),
          new Payments(
              money.confirmed(),
              money.charges(),
              money.refunds(),
              books.doubleCharged(),
              books.chargedForNothing(),
              books.notPaid(),
              books.wrongAmounts(),
              books.unsettled(),
              books.settledAfter(),
              money.chargedMinor(),
              money.refundedMinor(),
              money.dueMinor()),
          books.examples());
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
