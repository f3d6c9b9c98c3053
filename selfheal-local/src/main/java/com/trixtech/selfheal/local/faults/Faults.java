package com.trixtech.selfheal.local.faults;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.WorkloadRecord;
import com.trixtech.selfheal.local.controllers.WorkloadSpec;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.ProcessId;
import com.trixtech.selfheal.local.node.ProcessTable;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Injects and removes faults. Confined to the event loop. */
public final class Faults {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Loop loop;
  private final StateDirectory state;
  private final Cluster cluster;
  private final Map<String, Fault> faults = new LinkedHashMap<>();

  public Faults(Loop loop, StateDirectory state, Cluster cluster) {
    this.loop = loop;
    this.state = state;
    this.cluster = cluster;
    cluster.keepDown(this::isDown);
  }

  /** Takes over what an earlier healer left; before adoption, so that what is down stays down. */
  public void adopt() {
    for (Fault fault : state.readAll("faults", Fault.class)) {
      faults.put(fault.id(), fault);
      arm(fault);
    }
  }

  /** After adoption: what an earlier healer did not see stays unseen while its fault lasts. */
  public void resume() {
    faults.values().stream().filter(f -> f.kind() == Fault.Kind.BLIND).forEach(this::strike);
  }

  /**
   * Injects one.
   *
   * @param target name or uid of an instance, or the name of a workload; ignored by ACT_DELAY
   * @param duration mandatory: after it the runtime removes the fault by itself
   * @throws LocalException when there is no such target, or the duration is not sensible
   */
  public Fault inject(Fault.Kind kind, String target, Duration duration, Duration delay) {
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw new LocalException(
          "duration: %s (expected: above zero, at most %s) of fault %s"
              .formatted(duration, LONGEST, kind));
    }
    var now = loop.now();
    String id =
        kind.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID().toString().substring(0, 8);
    Fault fault =
        switch (kind) {
          case KILL, HANG, BAD_SAMPLE, BLIND -> {
            Instance instance = instance(target);
            var r = instance.record();
            yield new Fault(
                id,
                kind,
                r.name(),
                r.uid(),
                r.workload(),
                r.process(),
                now,
                now.plus(duration),
                delay,
                null);
          }
          case WORKLOAD_DOWN -> {
            WorkloadRef ref = workload(target);
            yield new Fault(
                id, kind, ref.name(), null, ref, null, now, now.plus(duration), delay, null);
          }
          case ACT_DELAY ->
              new Fault(id, kind, "", null, null, null, now, now.plus(duration), delay, null);
        };
    keep(fault);
    arm(fault);
    strike(fault);
    return fault;
  }

  /** All that are not removed, dirty ones too. */
  public List<Fault> list() {
    return List.copyOf(faults.values());
  }

  /** Removes one; the answer is null when it is gone, and the dirty fault when it is not. */
  public @Nullable Fault remove(String id) {
    Fault fault = faults.get(id);
    if (fault == null) {
      return null;
    }
    Optional<String> failure = undo(fault);
    if (failure.isPresent()) {
      Fault dirty = fault.dirty(failure.get());
      keep(dirty);
      return dirty;
    }
    faults.remove(id);
    state.delete(file(id));
    if (fault.kind() == Fault.Kind.BLIND) {
      found(fault).ifPresent(i -> i.withholdSamples(false));
    }
    if (fault.kind() == Fault.Kind.WORKLOAD_DOWN && fault.workload() != null) {
      cluster.instances(fault.workload()).forEach(cluster.node()::wake);
    }
    return null;
  }

  /** Removes all; the answer lists those that could not be. */
  public List<Fault> removeAll() {
    list().forEach(fault -> remove(fault.id()));
    return list();
  }

  /** How long each act waits now. */
  public Duration actDelay() {
    return faults.values().stream()
        .filter(f -> f.kind() == Fault.Kind.ACT_DELAY)
        .map(Fault::delay)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private boolean isDown(WorkloadRef ref) {
    return faults.values().stream()
        .anyMatch(f -> f.kind() == Fault.Kind.WORKLOAD_DOWN && ref.equals(f.workload()));
  }

  private void strike(Fault fault) {
    switch (fault.kind()) {
      case KILL -> found(fault).ifPresent(cluster.node()::crash);
      case HANG -> {
        ProcessId process = fault.process();
        if (process != null) {
          cluster.node().freeze(process, true);
        }
      }
      case BAD_SAMPLE -> found(fault).ifPresent(Instance::spoilNextSamples);
      case BLIND -> found(fault).ifPresent(i -> i.withholdSamples(true));
      case WORKLOAD_DOWN -> {
        if (fault.workload() != null) {
          cluster.instances(fault.workload()).forEach(cluster.node()::stop);
        }
      }
      case ACT_DELAY -> {}
    }
  }

  private Optional<String> undo(Fault fault) {
    ProcessId process = fault.process();
    if (fault.kind() != Fault.Kind.HANG || process == null) {
      return Optional.empty();
    }
    cluster.node().freeze(process, false);
    ProcessTable table = cluster.node().table();
    return table.tree(process, table.all()).stream()
        .filter(ProcessTable.Entry::stopped)
        .findFirst()
        .map(entry -> "process %d is still stopped".formatted(entry.pid()));
  }

  private Optional<Instance> found(Fault fault) {
    return Optional.ofNullable(fault.uid()).flatMap(cluster.node()::instance);
  }

  private Instance instance(String target) {
    return cluster.node().instances().stream()
        .filter(i -> i.record().uid().equals(target) || i.record().name().equals(target))
        .findFirst()
        .orElseThrow(() ->
            new LocalException(
                "instance: %s (expected: one of %s)"
                    .formatted(
                        target,
                        cluster.node().instances().stream().map(i -> i.record().name()).toList())));
  }

  private WorkloadRef workload(String target) {
    return cluster.workloads().stream()
        .map(WorkloadRecord::spec)
        .map(WorkloadSpec::ref)
        .filter(ref -> ref.name().equals(target) || ref.toString().equals(target))
        .findFirst()
        .orElseThrow(() ->
            new LocalException(
                "workload: %s (expected: one of %s)"
                    .formatted(
                        target, cluster.workloads().stream().map(w -> w.spec().ref()).toList())));
  }

  private void arm(Fault fault) {
    loop.after(Duration.between(loop.now(), fault.until()), () -> remove(fault.id()));
  }

  private void keep(Fault fault) {
    state.write(file(fault.id()), fault);
    faults.put(fault.id(), fault);
  }

  private static String file(String id) {
    return "faults/" + id + ".json";
  }
}
