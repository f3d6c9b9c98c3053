package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that was read, in the order of files and documents. DestinationRules of
 * networking.istio.io/v1beta1 have the same fields as v1 and stand here as v1 objects with their
 * own apiVersion.
 *
 * @param warnings what is legal but probably not meant
 */
public record Manifests(
    List<Sourced<Deployment>> deployments,
    List<Sourced<StatefulSet>> statefulSets,
    List<Sourced<Service>> services,
    List<Sourced<PodDisruptionBudget>> podDisruptionBudgets,
    List<Sourced<ConfigMap>> configMaps,
    List<Sourced<Secret>> secrets,
    List<Sourced<DestinationRule>> destinationRules,
    List<Sourced<HealPolicy>> healPolicies,
    List<Problem> warnings) {

  /** Copies the lists. */
  public Manifests {
    deployments = List.copyOf(deployments);
    statefulSets = List.copyOf(statefulSets);
    services = List.copyOf(services);
    podDisruptionBudgets = List.copyOf(podDisruptionBudgets);
    configMaps = List.copyOf(configMaps);
    secrets = List.copyOf(secrets);
    destinationRules = List.copyOf(destinationRules);
    healPolicies = List.copyOf(healPolicies);
    warnings = List.copyOf(warnings);
  }

  /** Deployments and StatefulSets alike. */
  public List<Workload> workloads() {
    return Stream.concat(
            deployments.stream().map(Workload::ofDeployment),
            statefulSets.stream().map(Workload::ofStatefulSet))
        .toList();
  }

  /** The ConfigMaps and Secrets of one namespace. */
  public ConfigSource config(String namespace) {
    return new ConfigSource() {
      @Override
      public Optional<ConfigMap> configMap(String name) {
        return find(configMaps, namespace, name);
      }

      @Override
      public Optional<Secret> secret(String name) {
        return find(secrets, namespace, name);
      }
    };
  }

  /** Every Kubernetes object; HealPolicies are not among them. */
  public List<Sourced<? extends HasMetadata>> objects() {
    return Stream.<List<? extends Sourced<? extends HasMetadata>>>of(
            deployments,
            statefulSets,
            services,
            podDisruptionBudgets,
            configMaps,
            secrets,
            destinationRules)
        .<Sourced<? extends HasMetadata>>flatMap(List::stream)
        .toList();
  }

  /** The namespace that was written, or {@code default}. */
  public static String namespaceOf(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "default");
  }

  private static <T extends HasMetadata> Optional<T> find(
      List<Sourced<T>> among, String namespace, String name) {
    return among.stream()
        .map(Sourced::value)
        .filter(object ->
            namespaceOf(object).equals(namespace) && object.getMetadata().getName().equals(name))
        .findFirst();
  }
}
