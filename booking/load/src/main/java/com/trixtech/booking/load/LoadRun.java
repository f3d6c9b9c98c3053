package com.trixtech.booking.load;

import com.trixtech.booking.load.guest.Arrivals;
import com.trixtech.booking.load.guest.Met;
import com.trixtech.booking.load.guest.PageVisits;
import com.trixtech.booking.load.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Traffic that runs until it is stopped. Thread-safe.
 *
 * <p>Open loop: guests arrive at the planned rate, whatever became of those before them, and each
 * request's latency counts from when it was due.
 */
public final class LoadRun implements AutoCloseable {
  private final LoadPlan plan;
  private final History history;
  private final RequestLog log = new RequestLog();
  private final RequestLog pageLog = new RequestLog();
  private final Instant startedAt = Instant.now();
  private final Arrivals arrivals;
  private volatile int turnedTo;
  private @Nullable Instant stoppedAt;

  private LoadRun(LoadPlan plan, History history) {
    this.plan = plan;
    this.history = history;
    this.arrivals =
        new Arrivals(
            plan.backend(),
            this::requestsPerSecond,
            plan.writeShare(),
            plan.seed(),
            plan.requestTimeout(),
            plan.thinkTime(),
            history,
            log::ended,
            pages(plan.pages()),
            plan.freshConnections());
  }

  /** Starts now, with a history of its own. */
  public static LoadRun start(LoadPlan plan) {
    return start(plan, new History(name()));
  }

  public static LoadRun start(LoadPlan plan, History history) {
    return new LoadRun(plan, history);
  }

  /** A run's name; another one for each moment. */
  public static String name() {
    return "load-" + Long.toString(System.currentTimeMillis(), 36);
  }

  private @Nullable PageVisits pages(LoadPlan.@Nullable Pages pages) {
    return pages == null
        ? null
        : new PageVisits(
            pages.frontend(),
            pages.share(),
            (met, kind, latency, due) -> {
              log.ended(met, "page: " + kind, latency, due);
              pageLog.ended(met, kind, latency, due);
            });
  }

  private int requestsPerSecond(Duration sinceStart) {
    int turned = turnedTo;
    return turned > 0
        ? turned
        : plan.profile().phases().get(plan.profile().phaseAt(sinceStart)).requestsPerSecond();
  }

  /**
   * Another rate from now on, in place of the profile's. The report's phases stay the profile's.
   *
   * @param requestsPerSecond more than 0
   */
  public void turnTo(int requestsPerSecond) {
    turnedTo = new Profile.Phase(requestsPerSecond, Duration.ofSeconds(1)).requestsPerSecond();
  }

  public History history() {
    return history;
  }

  /**
   * Forgets what requests met with so far; what they did stays in the history. For a system that
   * was led up to its load first: a cold start is no fault's doing.
   */
  public void measureFromNow() {
    Instant now = Instant.now();
    log.from(now);
    pageLog.from(now);
  }

  /** Requests that have ended so far. */
  public long total() {
    return log.total();
  }

  /** Requests that met with {@code how} so far. */
  public long count(Met how) {
    return log.count(how);
  }

  /** Different bookings acknowledged so far. */
  public long acknowledged() {
    return history.acknowledged();
  }

  /** When the last request that failed or was shed was due; empty while none has. */
  public Optional<Instant> lastHarm() {
    return log.lastHarm();
  }

  /** What became of the requests of each second so far. */
  public List<LoadReport.Second> seconds() {
    return log.seconds();
  }

  /** As it stands; {@link #stop} gives the final one. */
  public synchronized LoadReport report() {
    Instant end = stoppedAt == null ? Instant.now() : stoppedAt;
    return log.report(
        plan.profile(),
        startedAt,
        end,
        history.acknowledged(),
        arrivals.arrived(),
        pageLog.pages());
  }

  /** Sends no more, waits for what is under way (at most the request time-out), and reports. */
  public synchronized LoadReport stop() {
    if (stoppedAt == null) {
      stoppedAt = Instant.now();
      arrivals.close();
    }
    return report();
  }

  @Override
  public void close() {
    stop();
  }
}
