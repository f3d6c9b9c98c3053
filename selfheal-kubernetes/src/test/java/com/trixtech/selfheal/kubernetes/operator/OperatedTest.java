package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A world of its own for each test: a backend of three at its first revision, without pods. */
abstract class OperatedTest {
  @SuppressWarnings("NullAway.Init")
  OperatedCluster world;

  @SuppressWarnings("NullAway.Init")
  ReplicaSet first;

  @BeforeEach
  void beginWorld() {
    world = new OperatedCluster();
    Deployment backend = world.cluster.deployment(OperatedCluster.NAME, 3, "backend:1.0");
    first = world.cluster.replicaSets(backend).getFirst();
  }

  @AfterEach
  void endWorld() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  void untilPolicy(String name, PolicyPhase phase) {
    Waiting.until(
        name + " is " + phase,
        () -> world.status(name).filter(s -> s.phase() == phase).isPresent());
  }

  void untilProven() {
    Waiting.until("it is proven", () -> world.journalSays("RevisionProven"));
  }

  void untilEvicted(Pod pod) {
    Waiting.until("it is evicted", () -> world.ending(pod));
  }

  /** Kubelet ends the pod, and the platform makes another one that is ready, or not. */
  Pod follow(Pod pod, boolean ready) {
    world.cluster.gone(pod.getMetadata().getName());
    return world.cluster.ready(world.cluster.pod(first, "node-1"), ready);
  }

  /** The name of the revision that the backend is set to. */
  String current() {
    Deployment now = world.cluster.deployment(OperatedCluster.NAME);
    return Revisions.currentName(now, world.cluster.replicaSets(now));
  }
}
