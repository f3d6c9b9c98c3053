package com.trixtech.selfheal.kubernetes.signals;

import static com.trixtech.selfheal.kubernetes.objects.Owner.controllerOf;

import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The cluster through watches. Thread-safe.
 *
 * <p>The proof of life is a request: what is watched counts as seen at the time of the last answer
 * of the API server, as long as all watches stand. A watch whose connection is gone, or an API
 * server that does not answer, lets everything age.
 */
public final class Watches implements Cluster, AutoCloseable {
  private final Watched<Deployment> deployments;
  private final Watched<StatefulSet> statefulSets;
  private final Watched<ReplicaSet> replicaSets;
  private final Watched<Pod> pods;
  private final Watched<PodDisruptionBudget> budgets;
  private final Watched<ConfigMap> configMaps;
  private final Optional<Watched<Secret>> secrets;
  private final Optional<Watched<Node>> nodes;
  private final Optional<Watched<EndpointSlice>> endpoints;
  private final List<Watched<?>> all = new ArrayList<>();
  private final Versions configurations = new Versions();
  private final Versions versions = new Versions();
  private final Heartbeat heartbeat;

  /**
   * Begins to watch; {@link #complete} tells when all was listed once.
   *
   * @param api with the client's usual retries: a watch must outlive an API server that restarts
   * @param answers asks the API server for anything small, and fails where it does not answer
   * @param changed called after each change, by the watch's thread; must not block
   */
  public Watches(
      KubernetesClient api, Scope scope, InstantSource clock, Runnable answers, Runnable changed) {
    Consumer<String> told =
        namespace -> {
          versions.grow(namespace); // first, so that who is woken finds it grown
          changed.run();
        };
    deployments = watch(scope, api.apps().deployments(), Trims::deployment, d -> "", told);
    statefulSets = watch(scope, api.apps().statefulSets(), Trims::statefulSet, s -> "", told);
    replicaSets =
        watch(scope, api.apps().replicaSets(), Trims::replicaSet, Watches::controller, told);
    pods = watch(scope, api.pods(), Trims::pod, Watches::controller, told);
    budgets =
        watch(
            scope,
            api.policy().v1().podDisruptionBudget(),
            Trims::budget,
            b -> b.getMetadata().getNamespace(),
            told);
    configMaps = watch(scope, api.configMaps(), Trims::configMap, m -> "", this::configured);
    secrets =
        scope.secrets()
            ? Optional.of(watch(scope, api.secrets(), Trims::secret, s -> "", this::configured))
            : Optional.empty();
    nodes =
        scope.nodes()
            ? Optional.of(
                add(
                    new Watched<Node>(
                        List.of(api.nodes().withLimit(Watched.PAGE)), Trims::node, n -> "", told)))
            : Optional.empty();
    endpoints =
        scope.endpoints()
            ? Optional.of(
                watch(
                    scope,
                    api.discovery().v1().endpointSlices(),
                    Endpoints::trim,
                    Endpoints::group,
                    _ -> {}))
            : Optional.empty();
    all.forEach(Watched::start);
    heartbeat = new Heartbeat(clock, answers, () -> all.stream().allMatch(Watched::watching));
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      Watched<T> watch(
          Scope scope,
          MixedOperation<T, L, R> operation,
          UnaryOperator<T> trim,
          Function<T, String> group,
          Consumer<String> changed) {
    return add(Watched.in(scope.namespaces(), operation, trim, group, changed));
  }

  private <T extends HasMetadata> Watched<T> add(Watched<T> watched) {
    all.add(watched);
    return watched;
  }

  private static String controller(HasMetadata object) {
    return controllerOf(object).map(o -> o.getUid()).orElse("");
  }

  private void configured(String namespace) {
    configurations.grow(namespace);
    versions.grow(namespace);
  }

  /** Whether everything was listed once; before that, what is absent may only be late. */
  public boolean complete() {
    return all.stream().allMatch(Watched::listed) && !heartbeat.last().equals(Instant.MIN);
  }

  /** The first that is missing from {@link #complete}, for people; empty where nothing is. */
  public Optional<String> missing() {
    return all.stream()
        .flatMap(w -> w.missing().stream())
        .findFirst()
        .or(() ->
            complete() ? Optional.empty() : Optional.of("the API server has not answered yet"));
  }

  /**
   * Whether decisions may begin. Not during an outage of the API server, nor while watches come
   * back after it; a watch that stays away though the server answers is no outage.
   */
  public boolean settled() {
    return complete() && heartbeat.settled();
  }

  /** Waits until {@link #complete}, or the thread is interrupted. */
  public void await() throws InterruptedException {
    while (!complete()) {
      heartbeat.next();
    }
  }

  /** Deployments that a hold was written on. */
  public List<Deployment> held() {
    return deployments.all().stream().filter(d -> Hold.on(d).isPresent()).toList();
  }

  @Override
  public Optional<Deployment> deployment(String namespace, String name) {
    return deployments.get(namespace, name);
  }

  @Override
  public Optional<StatefulSet> statefulSet(String namespace, String name) {
    return statefulSets.get(namespace, name);
  }

  @Override
  public List<ReplicaSet> replicaSets(String deploymentUid) {
    return replicaSets.group(deploymentUid);
  }

  @Override
  public List<Pod> pods(String controllerUid) {
    return pods.group(controllerUid);
  }

  @Override
  public List<PodDisruptionBudget> budgets(String namespace) {
    return budgets.group(namespace);
  }

  @Override
  public Optional<Node> node(String name) {
    return nodes.flatMap(n -> n.get("", name));
  }

  /**
   * What is known of the endpoints behind a host name; empty where it is no Service's, or they may
   * not be looked at.
   */
  public Optional<String> endpoints(String host) {
    return endpoints.flatMap(
        e -> Endpoints.groupOf(host).map(group -> Endpoints.sentence(group, e.group(group))));
  }

  @Override
  public ConfigSource configuration(String namespace) {
    return new ConfigSource() {
      @Override
      public Optional<ConfigMap> configMap(String name) {
        return configMaps.get(namespace, name);
      }

      @Override
      public Optional<Secret> secret(String name) {
        return secrets.flatMap(s -> s.get(namespace, name));
      }
    };
  }

  @Override
  public long configurationVersion(String namespace) {
    return configurations.of(namespace);
  }

  /** A node has no namespace: its change is one of all. */
  @Override
  public long version(String namespace) {
    return versions.of(namespace) + versions.of("");
  }

  @Override
  public Instant seenAt() {
    return heartbeat.last();
  }

  @Override
  public void close() {
    heartbeat.close();
    all.forEach(Watched::close);
  }
}
