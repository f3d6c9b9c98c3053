package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.evidence.Recovery;
import com.trixtech.selfheal.drill.evidence.Sample;
import com.trixtech.selfheal.drill.evidence.Seconds;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.ProviderPort;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a drill needs and a system in normal life does not have: an open control port, or a small
 * capacity. The manifests are applied with it before the load, once for all runs, and without it
 * after the last one, whatever happened in between. For one thread.
 */
final class Preparation {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final DrilledSystem system;
  private final Time time;
  private final Drill drill;
  private final ActiveDrill active;
  private final Path copy;
  private final ProgressListener listener;
  private boolean applied;

  /** What must be replaced; null where that is not known. */
  private @Nullable Sample before;

  /**
   * @param copy where the changed manifests are written
   */
  Preparation(
      DrilledSystem system,
      Time time,
      Drill drill,
      ActiveDrill active,
      Path copy,
      ProgressListener listener) {
    this.system = system;
    this.time = time;
    this.drill = drill;
    this.active = active;
    this.copy = copy;
    this.listener = listener;
  }

  /**
   * Returns when all is steady again and the target has what is needed; at once where nothing is.
   */
  void make() throws IOException, InterruptedException {
    var needs = drill.disturbance().needs();
    if (needs.isEmpty()) {
      return;
    }
    String target = drill.disturbance().target();
    listener.say("preparing: %s gets %s".formatted(target, String.join(", ", needs.keySet())));
    // Before the call: one that fails half-way has to be undone as well.
    before = now();
    active.prepared(drill.name(), time.now(), "%s has %s".formatted(target, needs.keySet()));
    applied = true;
    system.release(target, needs, copy);
    Sample prepared = null;
    try {
      awaitSteady(true);
      prepared = now();
    } finally {
      before = prepared;
    }
  }

  /** Idempotent; also after an interruption. What could not be undone stays noted as DIRTY. */
  Optional<String> undo() throws InterruptedException {
    if (!applied) {
      return Optional.empty();
    }
    listener.say("taking the preparation back");
    try {
      system.original();
      time.pause(SETTLING);
      awaitSteady(false);
    } catch (DrillRefused | NoHealerException | ControlException e) {
      return Optional.of("the preparation is not taken back: " + e.getMessage());
    }
    applied = false;
    try {
      active.unprepare();
    } catch (IOException e) {
      return Optional.of("the preparation's note is not taken back: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** A provider's port tells; of other targets every instance is another one. */
  private boolean changed(boolean open) throws InterruptedException {
    String target = drill.disturbance().target();
    return drill.disturbance() instanceof Disturbance.OfProvider
        ? controllable(target) == open
        : before == null || Recovery.replaced(before, now(), target);
  }

  private boolean controllable(String target) throws InterruptedException {
    ProviderPort port = system.provider().orElse(null);
    return port != null && port.controllable(target);
  }

  private String unchanged(String target, boolean open) {
    return drill.disturbance() instanceof Disturbance.OfProvider
        ? "control port of %s: %s after %s (expected: %s)"
            .formatted(
                target, open ? "closed" : "open", Seconds.of(PATIENCE), open ? "open" : "closed")
        : "%s: not every instance is a new one after %s (expected: all of them)"
            .formatted(target, Seconds.of(PATIENCE));
  }

  private Sample now() {
    return new Sample(time.now(), system.status());
  }

  private void awaitSteady(boolean open) throws InterruptedException {
    String target = drill.disturbance().target();
    List<String> reasons = List.of();
    for (Instant end = time.now().plus(PATIENCE); time.now().isBefore(end); time.pause(LOOK)) {
      reasons = SafetyStops.reasons(system, drill);
      if (reasons.isEmpty() && changed(open)) {
        return;
      }
    }
    throw new DrillRefused(
        drill.name(), reasons.isEmpty() ? List.of(unchanged(target, open)) : reasons);
  }
}
