package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.evidence.Evidence;
import com.trixtech.selfheal.drill.evidence.HealerCost;
import com.trixtech.selfheal.drill.evidence.RunStatus;
import com.trixtech.selfheal.drill.evidence.Sample;
import com.trixtech.selfheal.drill.evidence.Seconds;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of one drill, from the baseline to the evidence. For one thread, once. */
final class DrillRun {
  private static final Duration SOONEST_END = Duration.ofSeconds(5);
  private static final double SATURATED = 0.9;

  private final DrilledSystem system;
  private final Traffic traffic;
  private final Time time;
  private final Drill drill;
  private final boolean control;
  private final ActiveDrill active;
  private final Recorder recorder;
  private final Disturber disturber;
  private final List<String> disturbances = new ArrayList<>();
  private @Nullable Instant faultAt;
  private @Nullable Instant calmSince;
  private boolean interrupted;

  DrillRun(
      DrilledSystem system,
      Traffic traffic,
      Time time,
      Drill drill,
      boolean control,
      ActiveDrill active,
      Path release,
      ProgressListener listener) {
    this.system = system;
    this.traffic = traffic;
    this.time = time;
    this.drill = drill;
    this.control = control;
    this.active = active;
    this.recorder = new Recorder(system, time, listener);
    this.disturber = new Disturber(system, time, drill, recorder, release);
  }

  Evidence run(Set<String> hitBefore) throws InterruptedException {
    Instant startedAt = time.now();
    Status first = system.status();
    Sample before = new Sample(startedAt, first);
    Optional<Metrics> cost = metrics();
    Traffic.Running load = traffic.start(target(first), drill.load());
    String pause = null;
    RunStatus status = RunStatus.ABORTED;
    try {
      if (control) {
        pause = system.pause("control run of drill " + drill.name(), drill.bound().multipliedBy(2));
      }
      if (baseline(load)) {
        before = latest();
        active.write(drill.name(), time.now(), "under way");
        status = RunStatus.INTERRUPTED;
        disturber.begin(before, hitBefore, load);
        faultAt = Objects.requireNonNull(recorder.faultAt(), "told by whoever put the fault in");
        status = watch(faultAt, load);
      }
    } catch (InterruptedException e) {
      disturbances.add("the drill was interrupted");
      interrupted = true;
    } catch (IOException | RuntimeException e) {
      disturbances.add(String.valueOf(e.getMessage()));
    } finally {
      putBack(pause);
    }
    Traffic.Result result;
    Traffic.Books books;
    try (load) {
      result = stop(load);
      books = books(load);
    }
    return new Evidence(
        drill,
        control,
        status,
        disturbances,
        startedAt,
        time.now(),
        before,
        recorder.samples(),
        recorder.incidents(),
        disturber.hit(),
        faultAt,
        disturber.endedAt(),
        calmSince,
        recorder.verifiedAt(),
        disturber.killedAt(),
        disturber.restartedAt(),
        disturber.againAt(),
        disturber.undo(),
        result,
        books,
        cost.flatMap(this::cost).orElse(null),
        recorder.timeline());
  }

  private Traffic.Target target(Status status) {
    return new Traffic.Target(
        service(status, Drills.BACKEND, "the load's target"),
        service(status, Drills.GATEWAY, "the provider's ledger"),
        drill.load().pageShare() == 0
            ? null
            : service(status, Drills.FRONTEND, "where the pages are"));
  }

  private URI service(Status status, String name, String expected) {
    return status.services().stream()
        .filter(s -> s.name().equals(name))
        .map(s -> URI.create(s.url()))
        .findFirst()
        .orElseThrow(() ->
            new DrillRefused(
                drill.name(),
                List.of("Service: %s is not there (expected: %s)".formatted(name, expected))));
  }

  /** Load without a fault: whether it is good enough to compare with. */
  private boolean baseline(Traffic.Running load) throws InterruptedException {
    recorder.note(
        "traffic",
        "%d requests a second, %.0f %% writes"
            .formatted(drill.load().requestsPerSecond(), drill.load().writeShare() * 100));
    Duration settling = drill.warmUp().minusSeconds(2);
    waitWhilePolling(settling);
    long startTotal = load.total();
    Instant start = time.now();
    waitWhilePolling(drill.warmUp().minus(settling));
    double seconds = Duration.between(start, time.now()).toMillis() / 1000.0;
    double rate = (load.total() - startTotal) / seconds;
    int wanted = drill.load().requestsPerSecond();
    if (rate < SATURATED * wanted) {
      disturbances.add(
          "the load generator made %.0f requests a second before the fault (expected: >= %.0f)"
              .formatted(rate, SATURATED * wanted));
    }
    if (load.harmed() > 0) {
      disturbances.add(
          load.harmed()
              + " requests failed or were shed before the fault (expected: a good baseline)");
    }
    if (!control) {
      disturbances.addAll(SafetyStops.steady(latest().status()));
    }
    for (IncidentView early : recorder.incidents()) {
      disturbances.add(
          "incident %s (%s on %s) was opened before the fault (expected: none)"
              .formatted(early.id(), early.cause(), early.target()));
    }
    return disturbances.isEmpty();
  }

  private void waitWhilePolling(Duration duration) throws InterruptedException {
    for (Instant end = time.now().plus(duration); time.now().isBefore(end); ) {
      recorder.poll();
      time.pause(system.rhythm());
    }
  }

  private Sample latest() throws InterruptedException {
    Sample sample = recorder.poll();
    if (sample == null) {
      throw new IllegalStateException("the healer does not answer (expected: an answer)");
    }
    return sample;
  }

  private RunStatus watch(Instant t0, Traffic.Running load)
      throws IOException, InterruptedException {
    Instant deadline = t0.plus(drill.bound());
    Instant beat = t0;
    while (true) {
      Sample sample = recorder.poll();
      Instant now = time.now();
      disturber.tick(t0, sample);
      Optional<String> stop = sample == null ? Optional.empty() : stopCondition(sample);
      if (stop.isPresent()) {
        recorder.note("drill", "stopped: " + stop.get());
        return RunStatus.STOPPED;
      }
      if (sample == null || !calm(sample, load)) {
        calmSince = null;
      } else if (calmSince == null) {
        calmSince = now;
      }
      if (calmSince != null
          && !now.isBefore(calmSince.plus(drill.quietFor()))
          && !now.isBefore(t0.plus(SOONEST_END))
          && !disturber.busy()
          && (!drill.expectsDiagnosis() || !recorder.incidents().isEmpty())) {
        recorder.note("drill", "recovered, and quiet for " + Seconds.of(drill.quietFor()));
        return RunStatus.COMPLETED;
      }
      if (!now.isBefore(deadline)) {
        recorder.note("drill", "the bound of " + Seconds.of(drill.bound()) + " is over");
        return RunStatus.OVERDUE;
      }
      if (!now.isBefore(beat)) {
        beat = beat.plusSeconds(1);
        recorder.tell("%d requests, %d failed or shed".formatted(load.total(), load.harmed()));
      }
      time.pause(system.rhythm());
    }
  }

  private boolean calm(Sample sample, Traffic.Running load) {
    Instant harm = load.lastHarm();
    return sample.status().settled()
        && recorder.incidents().stream().noneMatch(i -> i.open())
        && (harm == null || harm.isBefore(sample.at().minus(Duration.ofSeconds(1))));
  }

  private Optional<String> stopCondition(Sample sample) {
    return drill.expectations().stream()
        .filter(e -> e instanceof Expectation.ReadyNeverBelow)
        .map(e -> (Expectation.ReadyNeverBelow) e)
        .filter(floor ->
            sample.workload(floor.workload()).stream().anyMatch(w -> w.ready() < floor.ready()))
        .map(floor ->
            "fewer than %d instances of %s are ready".formatted(floor.ready(), floor.workload()))
        .findFirst();
  }

  /** Whatever happened: also after an interruption, whose flag must not stop the undoing. */
  private void putBack(@Nullable String pause) {
    interrupted |= Thread.interrupted();
    List<String> left = new ArrayList<>();
    try {
      try {
        left.addAll(disturber.end());
      } catch (InterruptedException e) {
        // A second Ctrl-C: once more, without the wait that it has cut short.
        left.addAll(disturber.end());
      }
      if (pause != null) {
        resume(pause);
      }
      if (left.isEmpty()) {
        active.forget();
      } else {
        active.write(drill.name(), time.now(), "DIRTY: " + String.join("; ", left));
      }
    } catch (InterruptedException | IOException | RuntimeException e) {
      left.add(String.valueOf(e.getMessage()));
    }
    for (String what : left) {
      recorder.note("drill", "DIRTY: " + what);
      disturbances.add("the fault is not verifiably gone: " + what);
    }
  }

  /** A pause ends by itself as well, so one that stays is told and is no reason to be DIRTY. */
  private void resume(String pause) {
    try {
      system.resume(pause);
    } catch (NoHealerException | ControlException e) {
      recorder.note("drill", "the pause could not be ended: " + e.getMessage());
    }
  }

  private Traffic.Result stop(Traffic.Running load) {
    try {
      return load.stop();
    } catch (RuntimeException e) {
      disturbances.add("the load could not be stopped: " + e.getMessage());
      return Traffic.Result.UNKNOWN;
    }
  }

  private Traffic.@Nullable Books books(Traffic.Running load) {
    try {
      return load.check();
    } catch (IOException | RuntimeException e) {
      recorder.note("traffic", "the ledger could not be checked: " + e.getMessage());
      return null;
    } catch (InterruptedException e) {
      interrupted = true;
      return null;
    }
  }

  /** Whether somebody asked to end early: no further run is wanted. */
  boolean interrupted() {
    return interrupted;
  }

  private Optional<Metrics> metrics() {
    try {
      return system.metrics();
    } catch (NoHealerException | ControlException e) {
      return Optional.empty();
    }
  }

  private Optional<HealerCost> cost(Metrics start) {
    return metrics()
        .map(end ->
            new HealerCost(
                end.residentBytes(),
                end.pid() == start.pid() && end.uptimeSeconds() > start.uptimeSeconds()
                    ? (end.cpuSeconds() - start.cpuSeconds())
                        / (end.uptimeSeconds() - start.uptimeSeconds())
                    : -1));
  }
}
