package com.trixtech.selfheal.local.signals;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.local.controllers.Applied;
import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.ConfigHashes;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.local.controllers.WorkloadRecord;
import com.trixtech.selfheal.local.controllers.WorkloadSpec;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.Blueprint;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.ProbeRun;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.semantics.MutableTag;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The runtime's facts. Called by the healer's thread; asks the event loop, and never waits long.
 */
public final class LocalSignals implements SignalSource {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Loop loop;
  private final Cluster cluster;
  private final ServicePlane plane;
  private final DependencyWatch dependencies;
  private final ConfigHashes hashes = new ConfigHashes();
  private Snapshot last = new Snapshot(List.of(), List.of());

  public LocalSignals(Loop loop, Cluster cluster, ServicePlane plane) {
    this.loop = loop;
    this.cluster = cluster;
    this.plane = plane;
    this.dependencies = new DependencyWatch(loop, cluster);
  }

  /** What is known now; what was known before, with its old times, when the event loop is stuck. */
  @Override
  public Snapshot read() {
    try {
      last = loop.ask(PATIENCE, this::snapshot);
    } catch (LocalException stuck) {
      return last;
    }
    return last;
  }

  /**
   * Looks at the process, and runs liveness and readiness once more, for a second at most. A probe
   * that does not end in time has failed: that is what it would say.
   */
  @Override
  public Optional<InstanceFact> reread(InstanceRef ref) {
    Optional<Instance> found = loop.ask(PATIENCE, () -> find(ref));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Instance instance = found.get();
    InstanceRecord before = loop.ask(PATIENCE, instance::record);
    boolean runs = before.stage() == InstanceRecord.Stage.RUNNING;
    Optional<Blueprint> blueprint =
        runs
            ? loop.ask(PATIENCE, () -> Optional.ofNullable(instance.blueprint()))
            : Optional.empty();
    var ready = probe(blueprint.flatMap(Blueprint::readiness), before, blueprint);
    var live = probe(blueprint.flatMap(Blueprint::liveness), before, blueprint);
    Optional<Boolean> isReady = answer(ready);
    Optional<Boolean> isLive = answer(live);
    return loop.ask(
        PATIENCE,
        () ->
            find(ref)
                .map(i -> {
                  InstanceFact known = fact(i);
                  boolean gone =
                      i.record().running().isPresent()
                          && i.record().running().flatMap(cluster.node().table()::living).isEmpty();
                  return new InstanceFact(
                      loop.now(),
                      known.instance(),
                      known.createdAt(),
                      known.revision(),
                      known.phase(),
                      known.phaseSince(),
                      !gone && known.phase() == Phase.RUNNING && isReady.orElse(known.ready()),
                      isLive
                          .map(ok -> ok ? 0 : Math.max(1, known.livenessFailures()))
                          .orElse(known.livenessFailures()),
                      isReady
                          .map(ok -> ok ? 0 : Math.max(1, known.readinessFailures()))
                          .orElse(known.readinessFailures()),
                      known.restarts(),
                      known.lastExit(),
                      known.nextStart(),
                      known.traffic(),
                      gone ? "its process is gone" : known.detail());
                }));
  }

  private Optional<Instance> find(InstanceRef ref) {
    return cluster.node().instance(ref.uid()).filter(i -> i.record().ref().equals(ref));
  }

  private CompletableFuture<Optional<Boolean>> probe(
      Optional<ProbeSpec> spec, InstanceRecord record, Optional<Blueprint> blueprint) {
    CompletableFuture<Optional<Boolean>> answer = new CompletableFuture<>();
    if (spec.isEmpty()) {
      answer.complete(Optional.empty());
      return answer;
    }
    ProbeRun run = cluster.node().probes();
    Duration timeout =
        spec.get().timeout().compareTo(PATIENCE) < 0 ? spec.get().timeout() : PATIENCE;
    Thread.ofVirtual()
        .start(() ->
            answer.complete(
                Optional.of(
                    run.run(spec.get().handler(), record.ip(), timeout, blueprint::orElseThrow)
                        .success())));
    return answer;
  }

  private static Optional<Boolean> answer(CompletableFuture<Optional<Boolean>> probe) {
    try {
      return probe.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        cluster.workloads().stream().map(this::facts).toList(), dependencies.facts());
  }

  private WorkloadFacts facts(WorkloadRecord workload) {
    Instant now = loop.now();
    WorkloadSpec spec = workload.spec();
    List<Instance> instances = cluster.instances(spec.ref());
    return new WorkloadFacts(
        now,
        spec.ref(),
        spec.replicas(),
        spec.hash(),
        workload.revisions().stream().map(r -> revision(r, spec)).toList(),
        instances.stream().anyMatch(i -> !i.record().template().equals(spec.hash())),
        workload.changedAt(),
        cluster.budgets().disruptionsAllowed(spec),
        workload.held(now) ? workload.heldUntil() : null,
        null,
        instances.stream().map(this::fact).toList());
  }

  private Revision revision(WorkloadRecord.Revised revised, WorkloadSpec spec) {
    Applied applied = cluster.applied();
    List<String> images =
        revised.template().getSpec().getContainers().stream().map(Container::getImage).toList();
    return new Revision(
        revised.number(),
        revised.hash(),
        hashes.of(applied, spec.ref().namespace(), revised),
        images,
        images.stream().anyMatch(MutableTag::isMutable));
  }

  /** The traffic of a run that is being ended is evidence still; that of an earlier run is none. */
  private InstanceFact fact(Instance instance) {
    InstanceRecord r = instance.record();
    return new InstanceFact(
        instance.observedAt(loop.now()),
        r.ref(),
        r.createdAt(),
        r.template(),
        switch (r.stage()) {
          case STARTING -> Phase.STARTING;
          // Its process is being ended by a probe or the healer: sick, not on its way out.
          case RUNNING, RESTARTING -> Phase.RUNNING;
          case BACKING_OFF -> Phase.BACKING_OFF;
          case TERMINATING -> Phase.TERMINATING;
        },
        r.stageSince(),
        instance.ready(),
        instance.livenessFailures(),
        instance.readinessFailures(),
        r.restarts(),
        r.lastExit(),
        r.nextStart(),
        plane
            .traffic(
                r.uid(),
                r.stage() == InstanceRecord.Stage.RUNNING ? r.stageSince() : Instant.MIN,
                cluster.applied().window(r.workload()))
            .orElse(null),
        instance.detail());
  }
}
