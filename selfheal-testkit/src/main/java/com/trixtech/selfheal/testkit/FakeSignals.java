package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A small world that a test builds and breaks:
 *
 * <pre>{@code
 * var world = new FakeSignals(clock);
 * var backend = world.deployment("backend", 3);
 * backend.crash(0).answers(1, 100, 7);
 * world.unreachable(backend.ref(), "database", "connection refused");
 * }</pre>
 *
 * <p>Every read is fresh except for what was made silent. Not thread-safe, as the port allows.
 */
public final class FakeSignals implements SignalSource {

  private static final String NAMESPACE = "default";

  private final InstantSource clock;
  private final Map<WorkloadRef, FakeWorkload> workloads = new LinkedHashMap<>();
  private final Map<String, DependencyFact> dependencies = new LinkedHashMap<>();

  public FakeSignals(InstantSource clock) {
    this.clock = clock;
  }

  /** A Deployment with that many ready instances. */
  public FakeWorkload deployment(String name, int ready) {
    return workload(new WorkloadRef(NAMESPACE, WorkloadRef.Kind.DEPLOYMENT, name), ready);
  }

  /** A StatefulSet with that many ready instances. */
  public FakeWorkload statefulSet(String name, int ready) {
    return workload(new WorkloadRef(NAMESPACE, WorkloadRef.Kind.STATEFUL_SET, name), ready);
  }

  public FakeWorkload workload(WorkloadRef ref, int ready) {
    FakeWorkload made = new FakeWorkload(ref, ready, clock);
    workloads.put(ref, made);
    return made;
  }

  /** The workload that was made before; an error where there is none. */
  public FakeWorkload workload(WorkloadRef ref) {
    return find(ref)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "workload: " + ref + " (expected: one of " + workloads.keySet() + ")"));
  }

  public FakeSignals remove(WorkloadRef ref) {
    workloads.remove(ref);
    return this;
  }

  /** An independent check of the dependency answers from now on. */
  public FakeSignals reachable(WorkloadRef dependent, String dependency) {
    return check(dependent, dependency, true, "answers");
  }

  /** An independent check of the dependency fails from now on. */
  public FakeSignals unreachable(WorkloadRef dependent, String dependency, String detail) {
    return check(dependent, dependency, false, detail);
  }

  /** Nobody checks the dependency any more. */
  public FakeSignals unchecked(WorkloadRef dependent, String dependency) {
    dependencies.remove(key(dependent, dependency));
    return this;
  }

  @Override
  public Snapshot read() {
    return new Snapshot(
        workloads.values().stream().map(FakeWorkload::facts).toList(),
        dependencies.values().stream()
            .map(fact ->
                new DependencyFact(
                    clock.instant(),
                    fact.dependent(),
                    fact.dependency(),
                    fact.reachable(),
                    fact.detail()))
            .toList());
  }

  @Override
  public Optional<InstanceFact> reread(InstanceRef instance) {
    return find(instance.workload())
        .flatMap(workload -> workload.find(instance))
        .map(found -> found.truth(clock.instant()));
  }

  Optional<FakeWorkload> find(WorkloadRef ref) {
    return Optional.ofNullable(workloads.get(ref));
  }

  private FakeSignals check(
      WorkloadRef dependent, String dependency, boolean reachable, String detail) {
    dependencies.put(
        key(dependent, dependency),
        new DependencyFact(clock.instant(), dependent, dependency, reachable, detail));
    return this;
  }

  private static String key(WorkloadRef dependent, String dependency) {
    return dependent.namespace() + "/" + dependent + " " + dependency;
  }
}
