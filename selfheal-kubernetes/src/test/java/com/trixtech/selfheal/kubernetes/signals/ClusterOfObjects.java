package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster that is a list of objects. Not thread-safe. */
final class ClusterOfObjects implements Cluster {
  final List<HasMetadata> objects = new ArrayList<>();
  Instant seenAt = Instant.parse("2026-02-03T04:05:06Z");
  long version;

  /** Adds an object as the watches keep it. */
  ClusterOfObjects add(String yaml) {
    objects.add(trim(new KubernetesSerialization().unmarshal(yaml)));
    version++;
    return this;
  }

  void remove(Class<? extends HasMetadata> kind) {
    objects.removeIf(kind::isInstance);
    version++;
  }

  private static HasMetadata trim(HasMetadata object) {
    return switch (object) {
      case Pod pod -> Trims.pod(pod);
      case Deployment deployment -> Trims.deployment(deployment);
      case ReplicaSet replicas -> Trims.replicaSet(replicas);
      case StatefulSet set -> Trims.statefulSet(set);
      case ConfigMap map -> Trims.configMap(map);
      default -> object;
    };
  }

  private <T extends HasMetadata> Stream<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast);
  }

  private <T extends HasMetadata> Optional<T> named(Class<T> kind, String name) {
    return all(kind).filter(o -> o.getMetadata().getName().equals(name)).findFirst();
  }

  @Override
  public Optional<Deployment> deployment(String namespace, String name) {
    return named(Deployment.class, name);
  }

  @Override
  public Optional<StatefulSet> statefulSet(String namespace, String name) {
    return named(StatefulSet.class, name);
  }

  @Override
  public List<ReplicaSet> replicaSets(String deploymentUid) {
    return all(ReplicaSet.class).filter(r -> Owner.controls(deploymentUid, r)).toList();
  }

  @Override
  public List<Pod> pods(String controllerUid) {
    return all(Pod.class).filter(p -> Owner.controls(controllerUid, p)).toList();
  }

  @Override
  public List<PodDisruptionBudget> budgets(String namespace) {
    return all(PodDisruptionBudget.class).toList();
  }

  @Override
  public Optional<Node> node(String name) {
    return named(Node.class, name);
  }

  @Override
  public ConfigSource configuration(String namespace) {
    return new ConfigSource() {
      @Override
      public Optional<ConfigMap> configMap(String name) {
        return named(ConfigMap.class, name);
      }

      @Override
      public Optional<Secret> secret(String name) {
        return named(Secret.class, name);
      }
    };
  }

  @Override
  public long configurationVersion(String namespace) {
    return version;
  }

  @Override
  public long version(String namespace) {
    return version;
  }

  @Override
  public Instant seenAt() {
    return seenAt;
  }
}
