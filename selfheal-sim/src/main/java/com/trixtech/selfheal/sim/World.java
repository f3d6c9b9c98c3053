package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The platform and all that runs on it, in virtual time. It knows nothing of the loop: faults are
 * put in, acts are done to it, and it goes on by itself. Not thread-safe.
 */
final class World {
  static final long TICK = 500;
  static final String DATABASE = "database";
  static final String PROVIDER = "payments";

  final VirtualClock clock;
  final List<SimWorkload> workloads = new ArrayList<>();
  final Map<WorkloadRef, Policy> policies = new LinkedHashMap<>();
  private final Map<WorkloadRef, Boolean> asked = new HashMap<>();
  final Timing timing;
  final Nodes nodes = new Nodes();
  private final SplittableRandom chance;
  private final Consumer<Event> events;
  private final List<Later> later = new ArrayList<>();

  /** Dependencies that nobody looks at but through what is told of their instances. */
  final Set<Dependency> unchecked = new HashSet<>();

  boolean externalUp = true;
  long externalBackAt = Long.MAX_VALUE;

  /** What happens at a time to come. */
  private record Later(long at, Runnable what) {}

  World(VirtualClock clock, Timing timing, SplittableRandom chance, Consumer<Event> events) {
    this.clock = clock;
    this.timing = timing;
    this.chance = chance;
    this.events = events;
  }

  void advance(long by) {
    for (long done = 0; done < by; done += TICK) {
      clock.advance(TICK);
      tick();
    }
  }

  /** Lets quiet time pass: nothing is due, so nothing is looked at. */
  void skip(long by) {
    clock.advance(by);
    workloads.forEach(w -> w.instances.forEach(SimInstance::quiet));
  }

  private void tick() {
    long now = clock.millis();
    if (externalBackAt <= now) {
      externalUp = true;
      externalBackAt = Long.MAX_VALUE;
    }
    nodes.tick(now, workloads);
    for (Later due : List.copyOf(later)) {
      if (due.at() <= now && later.remove(due)) {
        due.what().run();
      }
    }
    for (SimWorkload workload : workloads) {
      boolean lacks = lacks(workload);
      workload.tick(now, lacks);
      if (timing.has(Trait.MEASURES) && now % 1_000 == 0) {
        requests(workload);
        boolean ejected = workload.serve(clock.instant(), lacks, chance);
        if (ejected) {
          events.accept(
              new Event.Ejections(
                  clock.instant(),
                  workload.ref,
                  workload.outOfRotation(clock.instant()),
                  workload.ejection.mostEjected(workload.instances.size())));
        }
      }
    }
  }

  private void requests(SimWorkload workload) {
    boolean some = !workload.idle(clock.instant());
    if (!Boolean.valueOf(some).equals(asked.put(workload.ref, some))) {
      events.accept(new Event.Requests(clock.instant(), workload.ref, some));
    }
  }

  void later(long at, Runnable what) {
    later.add(new Later(at, what));
  }

  /** Whether something that it cannot do without does not serve. */
  boolean lacks(SimWorkload workload) {
    for (Dependency dependency : policy(workload).dependsOn()) {
      if (dependency.strength() == Dependency.Strength.HARD && !reachable(dependency)) {
        return true;
      }
    }
    return false;
  }

  boolean reachable(Dependency dependency) {
    return dependency.workload() == null ? externalUp : workload(dependency.workload()).serving();
  }

  Policy policy(SimWorkload workload) {
    return java.util.Objects.requireNonNull(policies.get(workload.ref));
  }

  SimWorkload workload(WorkloadRef ref) {
    for (SimWorkload workload : workloads) {
      if (workload.ref.equals(ref)) {
        return workload;
      }
    }
    throw new IllegalArgumentException("workload: " + ref + " (expected: one of the world's)");
  }

  /** Notes that something real is wrong with the workload, and so with all that need it. */
  void touch(SimWorkload workload) {
    workload.touched = true;
    touchDependents(workload.ref);
  }

  /** Notes the same for a provider outside ({@code null}). */
  void touchDependents(@org.jspecify.annotations.Nullable WorkloadRef provider) {
    for (SimWorkload other : workloads) {
      for (Dependency dependency : policy(other).dependsOn()) {
        if (!other.touched && java.util.Objects.equals(dependency.workload(), provider)) {
          touch(other);
        }
      }
    }
  }

  void mend() {
    externalUp = true;
    externalBackAt = Long.MAX_VALUE;
    nodes.back(clock.millis(), workloads);
    workloads.forEach(w -> w.mend(clock.millis()));
  }

  boolean steady() {
    if (!externalUp || !later.isEmpty()) {
      return false;
    }
    for (SimWorkload workload : workloads) {
      if (!workload.steady() || workload.ejections.ejected(clock.instant()) > 0) {
        return false;
      }
    }
    return true;
  }
}
