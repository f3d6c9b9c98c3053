package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.manifest.semantics.ConfigHash;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The cluster's facts. Reading asks nobody: it looks at what the watches hold. It looks at the
 * namespaces that have changed, and now and then at everything; what has not changed is as new as
 * the last proof of life. Called by the loop's thread only.
 *
 * <p>A fact is as old as the watches' last proof of life, and that of a pod on a lost node as old
 * as the node's last word; so both become Unknown by their age, and need no rule of their own.
 */
public final class KubernetesSignals implements SignalSource {
  /** So old, at most, is what nobody has told a change of. */
  private static final Duration EVERYTHING = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Supplier<Collection<WorkloadRef>> wanted;
  private final Supplier<List<DependencyFact>> dependencies;
  private final Supplier<List<Alert>> alerts;
  private final KubernetesClient api;
  private final InstantSource clock;
  private final WorkloadReading reading;
  private final Map<WorkloadRef, Read> workloads = new HashMap<>();
  private Instant allReadAt = Instant.MIN;
  private Map<String, Known> pods = new HashMap<>();
  private Map<String, Known> podsBefore = new HashMap<>();
  private Map<PodTemplateSpec, Hashed> hashes = new IdentityHashMap<>();
  private Map<PodTemplateSpec, Hashed> hashesBefore = new IdentityHashMap<>();

  /** {@code even}: no instance is older than the rest, as one on a lost node is. */
  private record Read(long version, boolean even, Optional<WorkloadFacts> facts) {
    static Read of(long version, Optional<WorkloadFacts> facts) {
      boolean even =
          facts.stream()
              .allMatch(f -> f.instances().stream().noneMatch(i -> i.at().isBefore(f.at())));
      return new Read(version, even, facts);
    }
  }

  /** A pod is read once for each of its versions. */
  private record Known(String version, InstanceFact fact) {}

  private record Hashed(long version, String hash) {}

  /**
   * Over one cluster.
   *
   * @param wanted the workloads that policies speak of; no others are in the snapshot
   * @param dependencies what the checks of dependencies last found
   * @param alerts those that fire now
   * @param api asked when one instance is read again
   */
  public KubernetesSignals(
      Cluster cluster,
      Supplier<Collection<WorkloadRef>> wanted,
      Supplier<List<DependencyFact>> dependencies,
      Supplier<List<Alert>> alerts,
      KubernetesClient api,
      InstantSource clock) {
    this.cluster = cluster;
    this.wanted = wanted;
    this.dependencies = dependencies;
    this.alerts = alerts;
    this.api = api;
    this.clock = clock;
    this.reading = new WorkloadReading(cluster, this::instance, this::configuration);
  }

  /**
   * What is known now.
   *
   * @throws IllegalStateException before all was listed once: what is absent then may only be late
   */
  @Override
  public Snapshot read() {
    if (cluster.seenAt().equals(Instant.MIN)) {
      throw new IllegalStateException("cluster: not listed yet (expected: every watch complete)");
    }
    Instant seen = cluster.seenAt();
    if (seen.isBefore(allReadAt) || !seen.isBefore(allReadAt.plus(EVERYTHING))) {
      allReadAt = seen;
      workloads.clear();
      podsBefore = pods;
      pods = new HashMap<>();
      hashesBefore = hashes;
      hashes = new IdentityHashMap<>();
    }
    List<WorkloadFacts> facts =
        new TreeSet<>(wanted.get()).stream().flatMap(ref -> facts(ref, seen).stream()).toList();
    return new Snapshot(facts, dependencies.get(), alerts.get());
  }

  /** The version is asked first: what changes while it is read is read again. */
  private Optional<WorkloadFacts> facts(WorkloadRef ref, Instant seen) {
    long version = cluster.version(ref.namespace());
    Read last = workloads.get(ref);
    if (last == null || last.version() != version || !last.even()) {
      last = Read.of(version, reading.facts(ref));
    } else if (last.facts().filter(f -> !f.at().equals(seen)).isPresent()) {
      last = Read.of(version, last.facts().map(f -> at(f, seen)));
    }
    workloads.put(ref, last);
    return last.facts();
  }

  private static WorkloadFacts at(WorkloadFacts facts, Instant at) {
    return new WorkloadFacts(
        at,
        facts.workload(),
        facts.desired(),
        facts.current(),
        facts.revisions(),
        facts.rolling(),
        facts.changedAt(),
        facts.disruptionsAllowed(),
        facts.restartsHeldUntil(),
        facts.operator(),
        facts.instances().stream().map(i -> at(i, at, i.detail())).toList());
  }

  private InstanceFact instance(Pod pod, WorkloadRef workload) {
    Instant seen = cluster.seenAt();
    String version = pod.getMetadata().getResourceVersion();
    Known last = podsBefore.get(pod.getMetadata().getUid());
    Known now =
        last != null && last.version().equals(version)
            ? last
            : new Known(version, PodReading.fact(pod, workload, seen));
    pods.put(pod.getMetadata().getUid(), now);
    return lost(pod)
        .filter(since -> since.isBefore(seen))
        .map(since ->
            at(
                now.fact(),
                since,
                "node %s is lost since %s".formatted(pod.getSpec().getNodeName(), since)))
        .orElseGet(() -> at(now.fact(), seen, now.fact().detail()));
  }

  private Optional<Instant> lost(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getNodeName())
        .flatMap(cluster::node)
        .flatMap(NodeReading::lostSince);
  }

  private static InstanceFact at(InstanceFact fact, Instant at, String detail) {
    return new InstanceFact(
        at,
        fact.instance(),
        fact.createdAt(),
        fact.revision(),
        fact.phase(),
        fact.phaseSince(),
        fact.ready(),
        fact.livenessFailures(),
        fact.readinessFailures(),
        fact.restarts(),
        fact.lastExit(),
        fact.nextStart(),
        fact.traffic(),
        detail);
  }

  private String configuration(String namespace, PodTemplateSpec template) {
    long version = cluster.configurationVersion(namespace);
    Hashed last = hashesBefore.get(template);
    Hashed now =
        last != null && last.version() == version
            ? last
            : new Hashed(version, ConfigHash.of(template, cluster.configuration(namespace)));
    hashes.put(template, now);
    return now.hash();
  }

  /** Asks the API server, and no cache. */
  @Override
  public Optional<InstanceFact> reread(InstanceRef instance) {
    Pod pod =
        api.pods().inNamespace(instance.workload().namespace()).withName(instance.name()).get();
    return Optional.ofNullable(pod)
        .filter(p -> p.getMetadata().getUid().equals(instance.uid()))
        .filter(PodReading::counts)
        .map(p -> PodReading.fact(p, instance.workload(), clock.instant()));
  }
}
