package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.testkit.SignalSourceCompatibilityKit;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** On a real API server, whose controllers and kubelets are played. */
class KubernetesSignalsCompatibilityTest extends SignalSourceCompatibilityKit {

  @Override
  protected World newWorld() {
    return new Played(ApiServer.get());
  }

  private static final class Played implements World {
    private final PlayedCluster cluster;
    private final WorkloadRef ref;
    private final Watches watches;
    private final KubernetesSignals signals;
    private final ReplicaSet revision;
    private final String prefix;
    private final Map<String, Pod> pods = new HashMap<>();
    private final ApiServer server;

    Played(ApiServer server) {
      this.server = server;
      cluster = new PlayedCluster(server.admin(), server.namespace("signals"));
      prefix = cluster.namespace() + "-node-";
      ref = new WorkloadRef(cluster.namespace(), WorkloadRef.Kind.DEPLOYMENT, "backend");
      revision = cluster.replicaSets(cluster.deployment("backend", 3, "backend:1.0")).getFirst();
      for (int i = 1; i <= 3; i++) {
        cluster.node(prefix + i, "True", Instant.now());
        Pod pod = cluster.readyPod(revision, prefix + i);
        pods.put(pod.getMetadata().getName(), pod);
      }
      watches =
          new Watches(
              server.admin(),
              new Scope(Set.of(cluster.namespace()), true, true, false),
              InstantSource.system(),
              () -> server.admin().getKubernetesVersion(),
              () -> {});
      signals =
          new KubernetesSignals(
              watches,
              () -> List.of(ref),
              List::of,
              List::of,
              server.admin(),
              InstantSource.system());
      Waiting.until("all was listed", watches::complete);
      until(
          "three are ready",
          facts -> facts.instances().stream().filter(InstanceFact::ready).count() == 3);
    }

    private void until(String what, Predicate<WorkloadFacts> holds) {
      Waiting.until(what, () -> facts().filter(holds).isPresent());
    }

    private Optional<WorkloadFacts> facts() {
      return signals.read().workloads().stream().findFirst();
    }

    private Optional<InstanceFact> fact(InstanceRef instance) {
      return facts().stream()
          .flatMap(w -> w.instances().stream())
          .filter(i -> i.instance().equals(instance))
          .findFirst();
    }

    @Override
    public SignalSource source() {
      return signals;
    }

    @Override
    public WorkloadRef workload() {
      return ref;
    }

    @Override
    public void remove(InstanceRef instance) {
      cluster.gone(instance.name());
      Waiting.until("it is gone", () -> fact(instance).isEmpty());
    }

    @Override
    public void replace(InstanceRef instance) {
      remove(instance);
      Pod next = cluster.pod(revision, instance.name(), prefix + 1);
      cluster.ready(next, true);
      until(
          "the next life is ready",
          facts ->
              facts.instances().stream()
                  .anyMatch(
                      i -> i.instance().uid().equals(next.getMetadata().getUid()) && i.ready()));
    }

    @Override
    public void makeNotReady(InstanceRef instance) {
      cluster.ready(pod(instance), false);
    }

    private Pod pod(InstanceRef instance) {
      return Objects.requireNonNull(pods.get(instance.name()));
    }

    @Override
    public void removeWorkload() {
      server
          .admin()
          .apps()
          .deployments()
          .inNamespace(ref.namespace())
          .withName(ref.name())
          .delete();
      Waiting.until("the workload is gone", () -> facts().isEmpty());
    }

    /** Its node is no longer heard of. */
    @Override
    public void loseSight(InstanceRef instance) {
      Instant heard = Instant.now().minusSeconds(2);
      cluster.node(node(instance), "Unknown", heard);
      Waiting.until(
          "its node is lost",
          () -> fact(instance).filter(f -> f.detail().contains("is lost")).isPresent());
    }

    private String node(InstanceRef instance) {
      return pod(instance).getSpec().getNodeName();
    }

    @Override
    public void regainSight(InstanceRef instance) {
      cluster.node(node(instance), "True", Instant.now());
      Waiting.until(
          "its node is heard of",
          () -> fact(instance).filter(f -> !f.detail().contains("is lost")).isPresent());
    }

    @Override
    public void advance(Duration by) {
      Instant then = Instant.now().plus(by);
      Waiting.until("the watches were proven once more", () -> watches.seenAt().isAfter(then));
    }

    @Override
    public void close() {
      watches.close();
      for (int i = 1; i <= 3; i++) {
        server.admin().nodes().withName(prefix + i).delete();
      }
    }
  }
}
