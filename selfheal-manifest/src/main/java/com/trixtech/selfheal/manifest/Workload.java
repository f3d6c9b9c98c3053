package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment and a StatefulSet have in common.
 *
 * @param source where it was written; its value is the Deployment or the StatefulSet
 * @param selector null only in an object that the reader refuses
 */
public record Workload(
    WorkloadKind kind,
    String name,
    String namespace,
    int replicas,
    @Nullable LabelSelector selector,
    PodTemplateSpec template,
    Sourced<? extends HasMetadata> source) {

  static Workload ofDeployment(Sourced<Deployment> source) {
    var spec = source.value().getSpec();
    return of(
        WorkloadKind.Deployment,
        source,
        spec.getReplicas(),
        spec.getSelector(),
        spec.getTemplate());
  }

  static Workload ofStatefulSet(Sourced<StatefulSet> source) {
    var spec = source.value().getSpec();
    return of(
        WorkloadKind.StatefulSet,
        source,
        spec.getReplicas(),
        spec.getSelector(),
        spec.getTemplate());
  }

  private static Workload of(
      WorkloadKind kind,
      Sourced<? extends HasMetadata> source,
      @Nullable Integer replicas,
      @Nullable LabelSelector selector,
      PodTemplateSpec template) {
    var meta = source.value().getMetadata();
    return new Workload(
        kind,
        meta.getName(),
        Manifests.namespaceOf(source.value()),
        Objects.requireNonNullElse(replicas, 1),
        selector,
        template,
        source);
  }

  /** The labels of its pods. */
  public Map<String, String> podLabels() {
    var meta = template.getMetadata();
    return meta == null || meta.getLabels() == null ? Map.of() : meta.getLabels();
  }

  /** {@code Deployment trixtech-backend}. */
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
