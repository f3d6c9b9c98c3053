package com.trixtech.selfheal.shield.breaker;

import com.trixtech.selfheal.shield.breaker.CallWindow.Count;
import com.trixtech.selfheal.shield.breaker.Phase.Closed;
import com.trixtech.selfheal.shield.breaker.Phase.Forced;
import com.trixtech.selfheal.shield.breaker.Phase.HalfOpen;
import com.trixtech.selfheal.shield.breaker.Phase.Open;
import com.trixtech.selfheal.shield.breaker.Phase.Run;
import com.trixtech.selfheal.shield.breaker.Phase.Trial;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Makes a breaker's phases, and says what one means at a moment. Thread-safe. */
final class Phases {
  private final String name;
  private final BreakerSettings settings;
  private final LongSupplier clock;
  private final DoubleSupplier random;
  private final int longestStride;
  private final long period;

  Phases(BreakerBuilder builder, BreakerSettings settings) {
    this.settings = settings;
    name = builder.name;
    clock = builder.clock;
    random = builder.random;
    longestStride = builder.longestStride;
    period = settings.monitoringPeriod().toNanos();
  }

  /** Nothing that was counted before is known to it. */
  Closed closed(long ticket, long now, boolean armed, long successes) {
    var window = new CallWindow(now, period, successes, longestStride);
    return new Closed(ticket, now, armed, Run.NONE, false, window);
  }

  /**
   * @param openings in a row, this one too
   */
  Open open(long ticket, long now, int openings) {
    double longest = settings.longestRecoveryTimeout().toNanos();
    double grown = settings.recoveryTimeout().toNanos() * Math.pow(2, Math.min(openings - 1, 60));
    double swing = 1 + settings.jitter() * (2 * random.getAsDouble() - 1);
    long openFor = Math.max(1, (long) Math.min(longest, Math.min(longest, grown) * swing));
    long until = now + openFor;
    var rejection = new BreakerOpen(name, "open", () -> until - clock.getAsLong());
    return new Open(ticket, now, until, openings, rejection);
  }

  /**
   * Trials whose lease is not over, in a list that can be added to. One that hangs must not keep
   * the breaker from finding out how the dependency is.
   */
  static List<Trial> leased(HalfOpen half, long now) {
    var trials = new ArrayList<Trial>(half.trials().size() + 1);
    for (Trial trial : half.trials()) {
      if (now - trial.leasedUntil() < 0) {
        trials.add(trial);
      }
    }
    return trials;
  }

  static BreakerState state(Phase phase, long now) {
    return switch (phase) {
      case Closed closed -> closed.armed() ? BreakerState.CLOSED : BreakerState.METRICS_ONLY;
      case Open open -> now - open.until() < 0 ? BreakerState.OPEN : BreakerState.HALF_OPEN;
      case HalfOpen _ -> BreakerState.HALF_OPEN;
      case Forced forced -> forced.admits() ? BreakerState.FORCED_CLOSED : BreakerState.FORCED_OPEN;
    };
  }

  BreakerStatus read(Phase phase, long now, long successes) {
    long since = phase.since();
    int run = 0;
    int trials = 0;
    long left = 0;
    Count count = Count.NONE;
    switch (phase) {
      case Closed closed -> {
        run = closed.run().within(now, period);
        count = closed.window().count(now, successes);
      }
      case Open open -> {
        left = Math.max(0, open.until() - now);
        since = left == 0 ? open.until() : since;
      }
      case HalfOpen half -> trials = leased(half, now).size();
      case Forced _ -> {}
    }
    return new BreakerStatus(
        name,
        state(phase, now),
        Duration.ofNanos(Math.max(0, now - since)),
        run,
        count.calls(),
        count.failures(),
        trials,
        Duration.ofNanos(left));
  }
}
