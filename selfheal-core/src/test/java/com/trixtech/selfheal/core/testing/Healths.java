package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Level;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a workload's health from its instances' symptoms; counts follow from them. Not
 * thread-safe.
 */
public final class Healths {
  private final WorkloadRef workload;
  private final int desired;
  private final List<InstanceHealth> instances = new ArrayList<>();
  private final List<Revision> revisions = new ArrayList<>();
  private String current = "a";
  private boolean rolling;
  private Level level = Level.MET;
  private @Nullable Instant failedAt;
  private int disruptionsAllowed = -1;
  private @Nullable String operator;

  private Healths(WorkloadRef workload, int desired) {
    this.workload = workload;
    this.desired = desired;
  }

  public static Healths of(int desired) {
    return of(Facts.BACKEND, desired);
  }

  public static Healths of(WorkloadRef workload, int desired) {
    return new Healths(workload, desired);
  }

  public Healths with(int count, Symptom symptom) {
    return with(count, symptom, "a", true);
  }

  public Healths with(int count, Symptom symptom, String revision, boolean provedReady) {
    for (int i = 0; i < count; i++) {
      boolean serves =
          symptom == Symptom.NONE || symptom == Symptom.ERRORING || symptom == Symptom.SLOW;
      add(symptom, revision, serves, provedReady, null);
    }
    return this;
  }

  /** One crashed instance that the platform will start again at that time. */
  public Healths crashedUntil(Instant nextStart) {
    add(Symptom.CRASHED, "a", false, true, nextStart);
    return this;
  }

  /** One hung instance whose process was ended; the platform will start it again at that time. */
  public Healths hungUntil(Instant nextStart) {
    add(Symptom.HUNG, "a", false, true, nextStart);
    return this;
  }

  private void add(
      Symptom symptom,
      String revision,
      boolean ready,
      boolean provedReady,
      @Nullable Instant nextStart) {
    String name = workload.name() + "-" + instances.size();
    instances.add(
        new InstanceHealth(
            new InstanceRef(workload, name, "uid-" + name),
            ManualClock.START,
            revision,
            symptom,
            ManualClock.START,
            level,
            ready,
            provedReady,
            0,
            failedAt,
            nextStart));
  }

  /** Those that are added from now on have failed by their own fault, so many seconds ago. */
  public Healths failed(int secondsAgo) {
    failedAt = ManualClock.START.minusSeconds(secondsAgo);
    return this;
  }

  /** Some that were ready and are not, for less than the threshold. */
  public Healths doubtful(int count) {
    for (int i = 0; i < count; i++) {
      add(Symptom.NONE, "a", false, true, null);
    }
    return this;
  }

  /** What clients see of those that are added from now on; {@code MET} at first. */
  public Healths level(Level other) {
    level = other;
    return this;
  }

  public Healths current(String template) {
    current = template;
    return this;
  }

  public Healths revision(int number, String template, String configuration, boolean mutable) {
    revisions.add(
        new Revision(number, template, configuration, List.of("app:" + template), mutable));
    return this;
  }

  public Healths rolling() {
    rolling = true;
    return this;
  }

  public Healths disruptionsAllowed(int count) {
    disruptionsAllowed = count;
    return this;
  }

  public Healths operator(String name) {
    operator = name;
    return this;
  }

  public WorkloadHealth build() {
    int ready = (int) instances.stream().filter(InstanceHealth::ready).count();
    int unknown = count(i -> i.symptom() == Symptom.SIGNAL_LOST);
    int restarting = count(i -> i.health() == Health.FAILED && i.symptom().definitive());
    Health health =
        instances.stream().map(InstanceHealth::health).reduce(Health.HEALTHY, Health::worst);
    if (ready + unknown < desired) {
      health = health.worst(ready == 0 ? Health.FAILED : Health.DEGRADED);
    }
    return new WorkloadHealth(
        workload,
        health,
        new Availability(desired, ready, restarting, unknown, disruptionsAllowed),
        List.copyOf(instances),
        current,
        List.copyOf(revisions),
        rolling,
        ManualClock.START,
        null,
        operator,
        List.of());
  }

  private int count(java.util.function.Predicate<InstanceHealth> which) {
    return (int) instances.stream().filter(which).count();
  }
}
