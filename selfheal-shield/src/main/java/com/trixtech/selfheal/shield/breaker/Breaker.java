package com.trixtech.selfheal.shield.breaker;

import com.trixtech.selfheal.shield.breaker.CallWindow.Count;
import com.trixtech.selfheal.shield.breaker.Phase.Closed;
import com.trixtech.selfheal.shield.breaker.Phase.Forced;
import com.trixtech.selfheal.shield.breaker.Phase.HalfOpen;
import com.trixtech.selfheal.shield.breaker.Phase.Open;
import com.trixtech.selfheal.shield.breaker.Phase.Run;
import com.trixtech.selfheal.shield.breaker.Phase.Trial;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: stops asking a dependency that keeps failing, and finds out gently when it is
 * back. Thread-safe, without a lock where calls succeed; nothing blocks.
 *
 * <ol>
 *   <li>Closed: opens when the last {@code failureThreshold} results were failures, all within the
 *       {@code monitoringPeriod}, and at least {@code failureRatio} of at least {@code
 *       minimumCalls} calls of the period failed. The run alone would open at a high rate for a few
 *       percent of random errors.
 *   <li>Open: rejects for {@code recoveryTimeout}, which doubles with each opening in a row up to
 *       {@code longestRecoveryTimeout}, give or take the jitter.
 *   <li>Half open: admits at most {@code trials} calls at once, and no more than still needed.
 *       {@code successThreshold} successes close, one failure opens. A trial that does not answer
 *       gives its place back when its lease is over.
 * </ol>
 *
 * <p>A result counts only in the phase that admitted its call: those of earlier phases are dropped.
 * Use {@link #tryAcquire} and, exactly once for each ticket, {@link #succeeded}, {@link #failed} or
 * {@link #released}; or leave that to {@link #call}.
 */
public final class Breaker {
  /** What {@link #tryAcquire} returns instead of a ticket. */
  public static final long REJECTED = 0;

  private static final VarHandle PHASE;

  static {
    try {
      PHASE = MethodHandles.lookup().findVarHandle(Breaker.class, "phase", Phase.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final BreakerSettings settings;
  private final Verdicts verdicts;
  private final LongSupplier clock;
  private final Listeners listeners;
  private final Phases phases;
  private final long period;
  private final BreakerOpen noTrialFree;
  private final BreakerOpen forcedOpen;
  private final Stripes successes = new Stripes();
  private final LongAdder trialSuccesses = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder rejections = new LongAdder();

  /** All of the state; replaced as a whole, by {@link #replace} only. */
  private volatile Phase phase;

  Breaker(BreakerBuilder builder) {
    name = builder.name;
    settings = builder.settings();
    verdicts = builder.verdicts();
    clock = builder.clock;
    phases = new Phases(builder, settings);
    listeners = new Listeners(builder.listeners);
    period = settings.monitoringPeriod().toNanos();
    noTrialFree = new BreakerOpen(name, "half open, all trial calls are under way");
    forcedOpen = new BreakerOpen(name, "forced open by an operator");
    phase = phases.closed(1, clock.getAsLong(), true, successes.sum());
  }

  /** A breaker with the defaults of {@link BreakerBuilder}, to be changed there. */
  public static BreakerBuilder named(String name) {
    return new BreakerBuilder(name);
  }

  public String name() {
    return name;
  }

  public BreakerSettings settings() {
    return settings;
  }

  /** Hears of every change from now on. What it throws is logged and does no harm. */
  public void listen(Consumer<BreakerEvent> listener) {
    listeners.add(listener);
  }

  // ---- admission

  /** A ticket for one call, or {@link #REJECTED}; then {@link #rejection} says why. */
  public long tryAcquire() {
    return phase instanceof Closed closed ? closed.ticket() : acquireSlowly();
  }

  /** Why a call is not admitted now. One object for all rejections of a phase, without a stack. */
  public BreakerOpen rejection() {
    return switch (phase) {
      case Open open -> open.rejection();
      case Forced forced -> forced.admits() ? noTrialFree : forcedOpen;
      case Closed _, HalfOpen _ -> noTrialFree;
    };
  }

  private long acquireSlowly() {
    while (true) {
      Phase before = phase;
      switch (before) {
        case Closed closed -> {
          return closed.ticket();
        }
        case Forced forced -> {
          return forced.admits() ? forced.ticket() : rejected();
        }
        case Open open -> {
          long now = clock.getAsLong();
          if (now - open.until() < 0) {
            return rejected();
          }
          long ticket = open.ticket() + 1;
          var trials = List.of(new Trial(ticket, now + settings.trialLease().toNanos()));
          if (replace(open, new HalfOpen(ticket, open.until(), open.openings(), 0, trials))) {
            listeners.tell(new BreakerEvent.HalfOpened(name, ticket));
            return ticket;
          }
        }
        case HalfOpen half -> {
          long now = clock.getAsLong();
          List<Trial> trials = Phases.leased(half, now);
          int free = Math.min(settings.trials(), settings.successThreshold() - half.successes());
          if (trials.size() >= free) {
            return rejected();
          }
          long ticket = half.ticket() + 1;
          trials.add(new Trial(ticket, now + settings.trialLease().toNanos()));
          if (replace(
              half,
              new HalfOpen(ticket, half.since(), half.openings(), half.successes(), trials))) {
            return ticket;
          }
        }
      }
    }
  }

  private long rejected() {
    rejections.increment();
    return REJECTED;
  }

  // ---- results

  /** The dependency answered as it should, or refused for a reason of the caller's. */
  public void succeeded(long ticket) {
    if (phase instanceof Closed closed && closed.ticket() == ticket) {
      CallWindow window = closed.window();
      if (window.due(successes.increment())) {
        window.succeeded(clock.getAsLong(), successes.sum());
      }
      if (closed.run() != Run.NONE) {
        endRun(ticket);
      }
    } else {
      trialSucceeded(ticket);
    }
  }

  private void endRun(long ticket) {
    while (phase instanceof Closed c && c.ticket() == ticket && c.run() != Run.NONE) {
      if (replace(c, new Closed(ticket, c.since(), c.armed(), Run.NONE, false, c.window()))) {
        return;
      }
    }
  }

  private void trialSucceeded(long ticket) {
    while (phase instanceof HalfOpen half && half.has(ticket)) {
      int more = half.successes() + 1;
      boolean enough = more >= settings.successThreshold();
      Phase next =
          enough
              ? phases.closed(half.ticket() + 1, clock.getAsLong(), true, successes.sum())
              : new HalfOpen(
                  half.ticket(), half.since(), half.openings(), more, half.without(ticket));
      if (replace(half, next)) {
        trialSuccesses.increment();
        if (enough) {
          listeners.tell(new BreakerEvent.Closed(name, next.ticket()));
        }
        return;
      }
    }
  }

  /** The dependency failed, or did not answer in time. */
  public void failed(long ticket) {
    Phase before = phase;
    if (before instanceof Closed closed && closed.ticket() == ticket) {
      long now = clock.getAsLong();
      Count count = closed.window().failed(now, successes.sum());
      failures.increment();
      failedWhileClosed(ticket, now, count);
    } else if (before instanceof HalfOpen) {
      trialFailed(ticket);
    }
  }

  private void failedWhileClosed(long ticket, long now, Count count) {
    while (phase instanceof Closed closed && closed.ticket() == ticket) {
      Run run = closed.run().plus(now, settings.failureThreshold(), period);
      boolean opens =
          run.length() >= settings.failureThreshold()
              && count.calls() >= settings.minimumCalls()
              && count.ratio() >= settings.failureRatio();
      Phase next =
          opens && closed.armed()
              ? phases.open(ticket + 1, now, 1)
              : new Closed(
                  ticket,
                  closed.since(),
                  closed.armed(),
                  run,
                  opens || closed.told(),
                  closed.window());
      if (replace(closed, next)) {
        if (next instanceof Open open) {
          tell(open, run.length(), count.ratio());
        } else if (opens && !closed.told()) {
          listeners.tell(
              new BreakerEvent.WouldOpen(name, closed.ticket(), run.length(), count.ratio()));
        }
        return;
      }
    }
  }

  private void trialFailed(long ticket) {
    while (phase instanceof HalfOpen half && half.has(ticket)) {
      Open open = phases.open(half.ticket() + 1, clock.getAsLong(), half.openings() + 1);
      if (replace(half, open)) {
        failures.increment();
        tell(open, 1, 1);
        return;
      }
    }
  }

  /**
   * The call was not made, or says nothing about the dependency: as if it had not been admitted.
   */
  public void released(long ticket) {
    while (phase instanceof HalfOpen half && half.has(ticket)) {
      if (replace(
          half,
          new HalfOpen(
              half.ticket(),
              half.since(),
              half.openings(),
              half.successes(),
              half.without(ticket)))) {
        return;
      }
    }
  }

  // ---- calls

  /** A call that throws what it likes. */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object, X extends Exception> {
    T run() throws X;
  }

  /**
   * Makes the call if it is admitted, and judges how it ended by the breaker's predicates; every
   * Throwable is judged. When a predicate throws, the ticket is given back and the exception is
   * seen.
   *
   * @throws BreakerOpen if it was not admitted
   */
  public <T extends @Nullable Object, X extends Exception> T call(Call<T, X> call) throws X {
    long ticket = tryAcquire();
    if (ticket == REJECTED) {
      throw rejection();
    }
    T result;
    try {
      result = call.run();
    } catch (Throwable thrown) {
      settle(ticket, verdict(ticket, () -> verdicts.of(thrown)));
      throw thrown;
    }
    settle(
        ticket,
        verdicts.judgeResults()
            ? verdict(ticket, () -> verdicts.ofResult(result))
            : Verdict.SUCCESS);
    return result;
  }

  /** Tells the breaker how the call with this ticket ended; a verdict instead of three methods. */
  public void settle(long ticket, Verdict verdict) {
    switch (verdict) {
      case SUCCESS -> succeeded(ticket);
      case FAILURE -> failed(ticket);
      case NEITHER -> released(ticket);
    }
  }

  private Verdict verdict(long ticket, Supplier<Verdict> judge) {
    try {
      return judge.get();
    } catch (Throwable broken) {
      released(ticket);
      throw broken;
    }
  }

  // ---- what it says, and what an operator says

  /** True to the clock: an opening whose time is over is half open, whether or not a call came. */
  public BreakerState state() {
    return Phases.state(phase, clock.getAsLong());
  }

  public BreakerStatus status() {
    return phases.read(phase, clock.getAsLong(), successes.sum());
  }

  /**
   * Changes the mode, also to the one that it is in; what was counted is forgotten, and results of
   * calls under way are dropped.
   */
  public void operate(BreakerMode mode) {
    while (true) {
      Phase before = phase;
      long now = clock.getAsLong();
      long ticket = before.ticket() + 1;
      Phase next =
          switch (mode) {
            case AUTOMATIC -> phases.closed(ticket, now, true, successes.sum());
            case METRICS_ONLY -> phases.closed(ticket, now, false, successes.sum());
            case FORCED_OPEN -> new Forced(ticket, now, false);
            case FORCED_CLOSED -> new Forced(ticket, now, true);
          };
      if (replace(before, next)) {
        listeners.tell(new BreakerEvent.ModeChanged(name, ticket, Phases.state(next, now)));
        return;
      }
    }
  }

  /** Calls that succeeded and counted, since the breaker was made. */
  public long successes() {
    return successes.sum() + trialSuccesses.sum();
  }

  /** Calls that failed and counted, since the breaker was made. */
  public long failures() {
    return failures.sum();
  }

  /** Calls that were not admitted, since the breaker was made. */
  public long rejections() {
    return rejections.sum();
  }

  // ---- phases

  private boolean replace(Phase before, Phase after) {
    return PHASE.compareAndSet(this, before, after);
  }

  private void tell(Open open, int run, double ratio) {
    listeners.tell(
        new BreakerEvent.Opened(
            name,
            open.ticket(),
            run,
            ratio,
            Duration.ofNanos(open.until() - open.since()),
            open.openings()));
  }
}
