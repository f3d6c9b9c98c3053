package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The cluster's objects as they were last told of. Instances are chosen by their owner's uid and
 * never by labels: an empty selector can then not mean everything. Thread-safe.
 */
public interface Cluster {

  Optional<Deployment> deployment(String namespace, String name);

  Optional<StatefulSet> statefulSet(String namespace, String name);

  /** The ReplicaSets that the Deployment with this uid controls. */
  List<ReplicaSet> replicaSets(String deploymentUid);

  /** The pods that the ReplicaSet or StatefulSet with this uid controls. */
  List<Pod> pods(String controllerUid);

  List<PodDisruptionBudget> budgets(String namespace);

  /** A node; empty also where nodes may not be looked at. */
  Optional<Node> node(String name);

  ConfigSource configuration(String namespace);

  /** Grows with every change of a ConfigMap or Secret in the namespace. */
  long configurationVersion(String namespace);

  /** Grows with every change of anything that the namespace's workloads are read from. */
  long version(String namespace);

  /** When the watches were last known to be complete: the time of what they told. */
  Instant seenAt();
}
