package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Seconds;
import com.trixtech.selfheal.drill.report.ReportStore;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.Reservation;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs drills on one state. One at a time: a second one, in this process or another, is refused.
 */
public final class DrillRunner {
  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final DrilledSystem system;
  private final Traffic traffic;
  private final Time time;
  private final Path state;
  private final String clean;

  /**
   * @param state the state directory of the running system; reports go to {@code STATE/drills}
   */
  public DrillRunner(DrilledSystem system, Traffic traffic, Time time, Path state) {
    this.system = system;
    this.traffic = traffic;
    this.time = time;
    this.state = state;
    this.clean = "./selfheal drill clean" + system.options();
  }

  /**
   * Runs, judges and reports. Ctrl-C and SIGTERM take the fault back before the process ends.
   *
   * @throws DrillRefused where a safety stop holds; then nothing was done
   */
  public DrillSeries run(DrillRequest request, ProgressListener listener)
      throws IOException, InterruptedException {
    Drill drill = request.drill();
    try (ActiveDrill active = ActiveDrill.take(state, drill.name());
        ShutdownGuard guard = ShutdownGuard.of(Thread.currentThread());
        Reservation reservation = system.reserve(drill.name())) {
      active.left().ifPresent(note -> refuseDirty(drill, note));
      refuseUnlessSteady(drill);
      await(drill, listener);
      ReportStore store = ReportStore.open(state, drill.name(), time.now());
      List<DrillResult> runs = new ArrayList<>();
      DrillResult control = null;
      Set<String> hit = new HashSet<>();
      Preparation preparation =
          new Preparation(system, time, drill, active, store.release("prepared"), listener);
      int all = request.repeat() + (request.control() ? 1 : 0);
      String cutShort = null;
      String left;
      try {
        preparation.make();
        for (int n = 1; n <= all && cutShort == null; n++) {
          boolean controlling = n > request.repeat();
          if (n > 1 && !steadyAgain(drill, listener)) {
            cutShort =
                "no steady state within " + Seconds.of(BETWEEN_RUNS) + " after run " + (n - 1);
            break;
          }
          if (all > 1) {
            listener.say(
                controlling ? "control run" : "run %d of %d".formatted(n, request.repeat()));
          }
          DrillRun run =
              new DrillRun(
                  system,
                  traffic,
                  time,
                  drill,
                  controlling,
                  active,
                  store.release(controlling ? "control" : "run-" + n),
                  listener);
          DrillResult result = DrillResult.of(run.run(hit));
          hit.addAll(result.evidence().hit());
          if (controlling) {
            control = result;
          } else {
            runs.add(result);
          }
          if (n < all && (run.interrupted() || active.dirty())) {
            cutShort = "ended after run %d of %d".formatted(n, all);
          }
        }
      } finally {
        left = undo(preparation, listener);
      }
      cutShort = cutShort == null ? left : cutShort;
      DrillSeries series =
          new DrillSeries(runs, control, cutShort, store.directory(), system.options());
      store.write(series);
      return series;
    }
  }

  /** Also after an interruption, whose flag must not stop the undoing. */
  private @Nullable String undo(Preparation preparation, ProgressListener listener) {
    boolean interrupted = Thread.interrupted();
    Optional<String> left;
    try {
      left = preparation.undo();
    } catch (InterruptedException e) {
      interrupted = true;
      left = Optional.of("the preparation is not taken back: interrupted");
    }
    left.ifPresent(what -> listener.say("DIRTY: %s (expected: %s)".formatted(what, clean)));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left.orElse(null);
  }

  private void refuseDirty(Drill drill, ActiveDrill.Note note) {
    throw new DrillRefused(
        drill.name(),
        List.of(
            "drill %s of %s is not cleaned up: %s (expected: %s)"
                .formatted(note.drill(), note.since(), note.state(), clean)));
  }

  private void refuseUnlessSteady(Drill drill) {
    List<String> reasons = new ArrayList<>(system.objections(drill));
    reasons.addAll(SafetyStops.reasons(system, drill));
    if (!reasons.isEmpty()) {
      throw new DrillRefused(drill.name(), reasons);
    }
  }

  /** For what comes by itself; nothing is done meanwhile. */
  private void await(Drill drill, ProgressListener listener) throws InterruptedException {
    Optional<String> awaited = system.awaited(drill);
    awaited.ifPresent(what -> listener.say("waiting: " + what));
    for (Instant end = time.now().plus(PATIENCE);
        awaited.isPresent();
        awaited = system.awaited(drill)) {
      if (!time.now().isBefore(end)) {
        throw new DrillRefused(drill.name(), List.of(awaited.get()));
      }
      time.pause(LOOK);
    }
  }

  private boolean steadyAgain(Drill drill, ProgressListener listener) throws InterruptedException {
    listener.say("waiting for the steady state");
    for (Instant end = time.now().plus(BETWEEN_RUNS);
        !SafetyStops.reasons(system, drill).isEmpty() || system.awaited(drill).isPresent();
        time.pause(LOOK)) {
      if (!time.now().isBefore(end)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes back every fault that is active and applies the original manifests: what a drill that
   * died has left. Idempotent.
   *
   * @return what was done
   */
  public List<String> clean() throws IOException, InterruptedException {
    try (ActiveDrill active = ActiveDrill.take(state, "clean");
        Reservation reservation = system.reserve("clean")) {
      List<String> done = new ArrayList<>();
      for (Fault fault : system.faults()) {
        system.removeFault(fault.id());
        done.add("took back %s on %s".formatted(fault.kind(), fault.target()));
      }
      done.addAll(system.original());
      done.addAll(system.tidy());
      List<Fault> left = system.faults();
      if (!left.isEmpty()) {
        throw new IllegalStateException("faults: " + left + " (expected: none after cleaning)");
      }
      active.forget();
      return done;
    }
  }
}
