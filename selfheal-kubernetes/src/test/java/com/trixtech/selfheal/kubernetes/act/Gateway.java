package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import com.trixtech.selfheal.kubernetes.journal.Retention;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The gateway on a Deployment with two revisions, in a namespace of its own. Not thread-safe. */
final class Gateway implements AutoCloseable {
  static final String NAME = "backend";

  final ApiServer server = ApiServer.get();
  final Requests requests = new Requests();
  final KubernetesClient api = server.acting(requests);
  final PlayedCluster cluster = new PlayedCluster(server.admin(), server.namespace("gateway"));
  final WorkloadRef ref = new WorkloadRef(cluster.namespace(), WorkloadRef.Kind.DEPLOYMENT, NAME);
  final ReplicaSet first;
  final ReplicaSet second;
  private int keys;

  Gateway() {
    first = cluster.replicaSets(cluster.deployment(NAME, 3, "backend:1.0")).getFirst();
    second = cluster.release(NAME, "backend:2.0");
  }

  RemediationJournal records() {
    return RemediationJournal.open(
        api, cluster.namespace(), Set.of(cluster.namespace()), Retention.DEFAULT);
  }

  KubernetesActuator actuator(ActRecords records, Fence fence) {
    return new KubernetesActuator(api, records, fence, InstantSource.system());
  }

  /** Does a remedy under a key of its own. */
  Outcome perform(Remedy remedy) {
    return perform(remedy, false);
  }

  Outcome undo(Remedy remedy) {
    return perform(remedy, true);
  }

  private Outcome perform(Remedy remedy, boolean undo) {
    RemediationJournal journal = records();
    return new Journalled(journal, actuator(journal, Fence.ALONE))
        .perform(new Act("k-" + ++keys, remedy, undo));
  }

  InstanceRef ref(Pod pod) {
    return new InstanceRef(ref, pod.getMetadata().getName(), pod.getMetadata().getUid());
  }

  Remedy.RollBack rollBack() {
    return new Remedy.RollBack(ref, Revisions.name(second), Revisions.name(first));
  }

  Remedy.HoldRestarts hold(Instant until) {
    return new Remedy.HoldRestarts(ref, until);
  }

  String current() {
    Deployment now = cluster.deployment(NAME);
    return Revisions.currentName(now, cluster.replicaSets(now));
  }

  boolean paused() {
    return Boolean.TRUE.equals(cluster.deployment(NAME).getSpec().getPaused());
  }

  /** Whether the pod lives on, and is not on its way out either. */
  boolean lives(Pod pod) {
    return Optional.ofNullable(
            server
                .admin()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName())
                .get())
        .filter(p -> p.getMetadata().getUid().equals(pod.getMetadata().getUid()))
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .isPresent();
  }

  @Override
  public void close() {
    api.close();
  }
}
