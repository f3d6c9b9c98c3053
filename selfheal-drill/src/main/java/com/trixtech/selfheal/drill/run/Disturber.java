package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.evidence.Recovery;
import com.trixtech.selfheal.drill.evidence.Sample;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.HealerProcess;
import com.trixtech.selfheal.drill.system.ProviderPort;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Breaks what a drill breaks, on time, and puts all of it back. For one thread. */
final class Disturber {
  /** The runtime's own timer comes after the drill's, and matters only if the drill has died. */
  private static final Duration DEAD_MAN_GRACE = Duration.ofSeconds(5);

  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DrilledSystem system;
  private final Time time;
  private final Drill drill;
  private final Recorder recorder;
  private final Path release;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> hit = new LinkedHashSet<>();
  private boolean applied;
  private boolean misbehaving;
  private Traffic.@Nullable Running load;
  private boolean bursting;
  private @Nullable Sample rollingFrom;
  private @Nullable Instant endedAt;
  private @Nullable Instant killedAt;
  private @Nullable Instant restartedAt;
  private @Nullable Instant againAt;
  private @Nullable Integer undo;

  /**
   * @param release where the manifests of a bad release are written
   */
  Disturber(DrilledSystem system, Time time, Drill drill, Recorder recorder, Path release) {
    this.system = system;
    this.time = time;
    this.drill = drill;
    this.recorder = recorder;
    this.release = release;
  }

  /**
   * @param flowing the load, where it is what is turned up
   */
  void begin(Sample before, Set<String> hitBefore, Traffic.Running flowing)
      throws IOException, InterruptedException {
    recorder.faultAt(time.now());
    switch (drill.disturbance()) {
      case Disturbance.OnInstances on ->
          hit(
              on.kind(),
              SafetyStops.pick(before.instances(on.target()), on.count(), hitBefore),
              on.duration());
      case Disturbance.OnPrimary on -> {
        String primary = system.primary(on.target()).orElse("");
        hit(
            on.kind(),
            before.instances(on.target()).stream().filter(i -> i.name().equals(primary)).toList(),
            on.duration());
      }
      case Disturbance.OnWorkload on -> inject(on.kind(), List.of(on.target()), on.duration());
      case Disturbance.BadRelease bad -> apply(bad.target(), bad.bookingFault());
      case Disturbance.GoodRelease good -> {
        rollingFrom = before;
        apply(good.target(), "");
      }
      case Disturbance.HealerKilled killed -> {
        inject(
            FaultKind.ACT_DELAY,
            List.of(Long.toString(killed.actDelay().toMillis())),
            killed.duration());
        apply(killed.release().target(), killed.release().bookingFault());
      }
      case Disturbance.OfProvider of -> {
        misbehaving = true; // Before the call: one that fails half-way has to be undone as well.
        provider().misbehave(of.target(), of.fault(), of.duration().plus(DEAD_MAN_GRACE));
        recorder.note("fault", "%s %s".formatted(of.target(), of.fault().sentence()));
      }
      case Disturbance.Burst burst -> {
        load = flowing;
        turn(flowing, burst.capacity(), "the capacity");
      }
    }
  }

  private void turn(Traffic.Running flowing, int requestsPerSecond, String what) {
    flowing.turnTo(requestsPerSecond);
    recorder.note("fault", "%d requests a second: %s".formatted(requestsPerSecond, what));
  }

  private void hit(FaultKind kind, List<InstanceStatus> targets, Duration duration)
      throws InterruptedException {
    if (targets.isEmpty()) {
      throw new IllegalStateException("target: none is left (expected: at least one instance)");
    }
    targets.forEach(target -> hit.add(target.uid()));
    inject(kind, targets.stream().map(InstanceStatus::name).toList(), duration);
  }

  /** The fault begins when it is in, which may take seconds where the way to it is long. */
  private void inject(FaultKind kind, List<String> targets, Duration duration)
      throws InterruptedException {
    List<Fault> in = system.inject(kind, targets, duration.plus(DEAD_MAN_GRACE));
    in.forEach(fault -> faults.add(fault.id()));
    in.stream().map(Fault::since).min(Instant::compareTo).ifPresent(recorder::faultAt);
    targets.forEach(target ->
        recorder.note("fault", "%s on %s: %s".formatted(kind.word(), target, kind.sentence())));
  }

  private ProviderPort provider() {
    return system.provider().orElseThrow(() -> new IllegalStateException("provider: no port"));
  }

  private HealerProcess healer() {
    return system.healer().orElseThrow(() -> new IllegalStateException("healer: no process"));
  }

  private void apply(String target, String bookingFault) throws IOException, InterruptedException {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!bookingFault.isEmpty()) {
      environment.put("BOOKING_FAULT", bookingFault);
    }
    environment.put("DRILL_NONCE", time.now().toString());
    applied = true; // Before the call: one that fails half-way has to be undone as well.
    system.release(target, environment, release);
    recorder.note(
        "fault",
        "a new revision of %s with %s"
            .formatted(
                target,
                bookingFault.isEmpty() ? "another nonce" : "BOOKING_FAULT=" + bookingFault));
  }

  /** What is due now: the fault's end, the healer's death and return. */
  void tick(Instant faultAt, @Nullable Sample sample) throws IOException, InterruptedException {
    Instant now = time.now();
    if (drill.disturbance() instanceof Disturbance.HealerKilled killed) {
      if (killedAt == null && rollingBack()) {
        healer().killHealer();
        killedAt = time.now();
        recorder.note("fault", "the healer is killed in the middle of its act");
      } else if (killedAt != null
          && restartedAt == null
          && !now.isBefore(killedAt.plus(killed.away()))) {
        restart();
      } else if (restartedAt != null && againAt == null && sample != null && heals(sample)) {
        againAt = sample.at();
        recorder.note("healer", "the healer heals again");
      }
    }
    if (load != null
        && !bursting
        && drill.disturbance() instanceof Disturbance.Burst burst
        && !now.isBefore(faultAt.plus(burst.lead()))) {
      bursting = true;
      turn(load, burst.capacity() * burst.times(), burst.times() + " times the capacity");
    }
    if (rollingFrom != null
        && sample != null
        && Recovery.replaced(rollingFrom, sample, drill.disturbance().target())) {
      rollingFrom = null;
      recorder.note("platform", "every instance is a new one");
    }
    if (endedAt == null && !away() && !now.isBefore(faultAt.plus(drill.disturbance().duration()))) {
      end();
    }
  }

  /** The intent of the roll-back is in the journal, and acts are delayed: this is the middle. */
  private boolean rollingBack() {
    return recorder.incidents().stream()
        .flatMap(i -> i.remedies().stream())
        .anyMatch(
            r -> r.remedy().equals(RemedyKind.ROLL_BACK.word()) && r.outcome().equals("Verifying"));
  }

  private boolean heals(Sample sample) {
    Instant since = restartedAt;
    return sample.status().automation().equals("On")
        || since != null
            && recorder.incidents().stream()
                .map(IncidentView::timeline)
                .flatMap(List::stream)
                .anyMatch(line -> line.at().isAfter(since));
  }

  private void restart() throws IOException, InterruptedException {
    Instant from = time.now();
    recorder.note("fault", "the healer is started again");
    healer().restartHealer();
    restartedAt = from;
  }

  private boolean away() {
    return killedAt != null && restartedAt == null;
  }

  /**
   * Puts everything back; idempotent. One step that fails does not keep the others from being
   * tried.
   *
   * @return what could not be put back
   */
  List<String> end() throws InterruptedException {
    if (endedAt != null) {
      return List.of();
    }
    Instant from = time.now();
    List<String> left = new ArrayList<>();
    if (load != null) {
      load.turnTo(drill.load().requestsPerSecond());
    }
    if (away()) {
      attempt(left, "the healer could not be started", this::restart);
    }
    if (restartedAt != null) {
      awaitHealer();
    }
    for (String fault : faults) {
      attempt(left, "fault " + fault + " could not be taken back", () -> system.removeFault(fault));
    }
    attempt(
        left,
        "the faults could not be read",
        () -> {
          if (system.faults().stream().anyMatch(f -> faults.contains(f.id()))) {
            left.add("a fault of this drill is still active: " + system.faults());
          }
        });
    if (misbehaving) {
      attempt(
          left,
          "the provider's fault could not be taken back",
          () -> provider().behave(drill.disturbance().target()));
    }
    if (applied && undo == null) {
      attempt(left, "the original manifests could not be applied", this::putOriginalBack);
    }
    if (left.isEmpty()) {
      endedAt = from;
      recorder.note("fault", "the fault is taken back");
    }
    return left;
  }

  /** An apply of what is current makes no revision; the platform needs a moment to see to it. */
  private void putOriginalBack() throws InterruptedException {
    int before = revision();
    system.original();
    time.pause(SETTLING);
    undo = revision() - before;
  }

  private int revision() {
    return system.status().workloads().stream()
        .filter(w -> w.name().equals(drill.disturbance().target()))
        .mapToInt(w -> w.revision())
        .findFirst()
        .orElse(0);
  }

  private void awaitHealer() throws InterruptedException {
    for (Instant end = time.now().plus(PATIENCE); time.now().isBefore(end); ) {
      if (recorder.poll() != null) {
        return;
      }
      time.pause(Duration.ofMillis(200));
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void attempt(List<String> left, String problem, Step step)
      throws InterruptedException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      left.add(problem + ": " + e.getMessage());
    }
  }

  /** Whether the drill must not end yet, however calm it looks. */
  boolean busy() {
    return away()
        || (restartedAt != null && againAt == null)
        || rollingFrom != null
        || (drill.disturbance().aftermath().isPositive()
            && (endedAt == null
                || time.now().isBefore(endedAt.plus(drill.disturbance().aftermath()))));
  }

  Set<String> hit() {
    return hit;
  }

  @Nullable Instant endedAt() {
    return endedAt;
  }

  @Nullable Instant killedAt() {
    return killedAt;
  }

  @Nullable Instant restartedAt() {
    return restartedAt;
  }

  @Nullable Instant againAt() {
    return againAt;
  }

  /** How many revisions putting the original back has made: 0 where it was current already. */
  @Nullable Integer undo() {
    return undo;
  }
}
