package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A world of its own for each test: a backend of three at its first revision, without pods. */
abstract class OperatedTest {
  private static final Path MANIFESTS = Path.of("..", "deploy", "operator");

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

  /** Applies a file of the operator's manifests, written for the namespace of this test. */
  void apply(String file) throws IOException {
    String text =
        Files.readString(MANIFESTS.resolve(file))
            .replaceAll(
                "(?mi)((?:namespace|metadata\\.name): |name: selfheal-[a-z]+-)trixtech$",
                "$1" + world.namespace);
    world
        .server
        .admin()
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .create();
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
