package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import com.trixtech.selfheal.kubernetes.journal.Retention;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.testkit.ActuatorCompatibilityKit;
import com.trixtech.selfheal.testkit.ManualClock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** On a real API server, whose controllers and kubelets are played. */
class KubernetesActuatorCompatibilityTest extends ActuatorCompatibilityKit {

  @Override
  protected World newWorld() {
    return new Played(ApiServer.get());
  }

  private static final class Played implements World {
    private final WorkloadRef ref;
    private final ManualClock clock = new ManualClock(Instant.now());
    private final Requests requests = new Requests();
    private final KubernetesClient api;
    private final KubernetesClient admin;
    private final PlayedCluster cluster;
    private final List<Pod> pods;
    private final String previous;
    private Actuator actuator;

    Played(ApiServer server) {
      admin = server.admin();
      api = server.acting(requests);
      cluster = new PlayedCluster(admin, server.namespace("act"));
      ref = new WorkloadRef(cluster.namespace(), WorkloadRef.Kind.DEPLOYMENT, "backend");
      Deployment first = cluster.deployment("backend", 3, "backend:1.0");
      previous = Revisions.name(cluster.replicaSets(first).getFirst());
      ReplicaSet second = cluster.release("backend", "backend:2.0");
      pods = Stream.of("node-1", "node-2", "node-3").map(n -> cluster.readyPod(second, n)).toList();
      actuator = open();
    }

    private Actuator open() {
      RemediationJournal journal =
          RemediationJournal.open(
              api, cluster.namespace(), Set.of(cluster.namespace()), Retention.DEFAULT);
      return new Journalled(journal, new KubernetesActuator(api, journal, Fence.ALONE, clock));
    }

    @Override
    public Actuator actuator() {
      return actuator;
    }

    @Override
    public Actuator reopened() {
      actuator = open();
      return actuator;
    }

    @Override
    public boolean can(RemedyKind kind) {
      return kind != RemedyKind.EJECT;
    }

    @Override
    public WorkloadRef workload() {
      return ref;
    }

    @Override
    public InstanceRef instance(int index) {
      var pod = pods.get(index).getMetadata();
      return new InstanceRef(ref, pod.getName(), pod.getUid());
    }

    @Override
    public void remove(InstanceRef instance) {
      cluster.gone(instance.name());
    }

    @Override
    public String current() {
      Deployment now = cluster.deployment("backend");
      return Revisions.currentName(now, cluster.replicaSets(now));
    }

    @Override
    public String previous() {
      return previous;
    }

    @Override
    public int changes() {
      return requests.changes();
    }

    @Override
    public boolean restartsHeld() {
      Deployment now = cluster.deployment("backend");
      return Boolean.TRUE.equals(now.getSpec().getPaused())
          && Hold.on(now).filter(h -> h.holds(clock.instant())).isPresent();
    }

    @Override
    public boolean inRotation(InstanceRef instance) {
      return admin.pods().inNamespace(ref.namespace()).withName(instance.name()).get() != null;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public void advance(Duration by) {
      clock.advance(by);
    }

    @Override
    public void close() {
      api.close();
    }
  }
}
