package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Templates;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is cut away before an object is kept. Changes the object that it is given. Stateless. */
final class Trims {
  private static final Set<String> POD_LABELS = Set.of(Marks.TEMPLATE_HASH, Marks.REVISION_HASH);

  private Trims() {}

  static Pod pod(Pod pod) {
    bare(pod);
    pod.getMetadata().setAnnotations(null);
    Map<String, String> labels = new HashMap<>(Marks.labels(pod));
    labels.keySet().retainAll(POD_LABELS);
    pod.getMetadata().setLabels(labels);
    var spec = pod.getSpec();
    pod.setSpec(
        new PodSpecBuilder()
            .withNodeName(spec.getNodeName())
            .withContainers(spec.getContainers().stream().map(Trims::probesOf).toList())
            .build());
    if (pod.getStatus() != null) {
      pod.getStatus().setHostIPs(null);
      pod.getStatus().setPodIPs(null);
      pod.getStatus().setEphemeralContainerStatuses(null);
    }
    return pod;
  }

  private static Container probesOf(Container container) {
    return new ContainerBuilder()
        .withName(container.getName())
        .withLivenessProbe(container.getLivenessProbe())
        .withStartupProbe(container.getStartupProbe())
        .build();
  }

  static Deployment deployment(Deployment deployment) {
    mark(deployment, Templates.fingerprint(deployment));
    trim(deployment.getSpec().getTemplate());
    return bare(deployment);
  }

  static ReplicaSet replicaSet(ReplicaSet replicas) {
    mark(replicas, Templates.fingerprint(replicas));
    trim(replicas.getSpec().getTemplate());
    return bare(replicas);
  }

  static StatefulSet statefulSet(StatefulSet set) {
    mark(set, Templates.fingerprint(set));
    trim(set.getSpec().getTemplate());
    set.getSpec().setVolumeClaimTemplates(null);
    return bare(set);
  }

  private static void mark(HasMetadata object, String fingerprint) {
    Map<String, String> annotations = new HashMap<>(Marks.annotations(object));
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    annotations.put(Marks.TEMPLATE, fingerprint);
    object.getMetadata().setAnnotations(annotations);
  }

  /** Images, and all that refers to a ConfigMap or Secret. */
  private static void trim(PodTemplateSpec template) {
    var spec = template.getSpec();
    template.setSpec(
        new PodSpecBuilder()
            .withInitContainers(references(spec.getInitContainers()))
            .withContainers(references(spec.getContainers()))
            .withVolumes(spec.getVolumes())
            .build());
  }

  private static List<Container> references(@Nullable List<Container> containers) {
    return Objects.requireNonNullElse(containers, List.<Container>of()).stream()
        .map(c ->
            new ContainerBuilder()
                .withName(c.getName())
                .withImage(c.getImage())
                .withEnv(c.getEnv().stream().filter(e -> e.getValueFrom() != null).toList())
                .withEnvFrom(c.getEnvFrom())
                .build())
        .toList();
  }

  static PodDisruptionBudget budget(PodDisruptionBudget budget) {
    return bare(budget);
  }

  static Node node(Node node) {
    bare(node);
    node.getMetadata().setAnnotations(null);
    node.getMetadata().setLabels(null);
    node.setSpec(null);
    if (node.getStatus() != null) {
      node.getStatus().setImages(null);
    }
    return node;
  }

  /** A hash in the place of the content, which may be large. */
  static ConfigMap configMap(ConfigMap map) {
    String hash = hash(map.getData(), map.getBinaryData());
    map.setData(Map.of("hash", hash));
    map.setBinaryData(null);
    return bare(map);
  }

  /** A hash in the place of the content, which nobody here needs to know. */
  static Secret secret(Secret secret) {
    String hash = hash(secret.getData(), null);
    secret.setData(null);
    secret.setStringData(Map.of("hash", hash));
    return bare(secret);
  }

  private static String hash(
      @Nullable Map<String, String> data, @Nullable Map<String, String> binary) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (var part : List.of(sorted(data), sorted(binary))) {
        part.forEach((key, value) -> {
          digest.update(key.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(value.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        });
        digest.update((byte) 1);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: in every Java)", e);
    }
  }

  private static Map<String, String> sorted(@Nullable Map<String, String> map) {
    return new TreeMap<>(Objects.requireNonNullElse(map, Map.of()));
  }

  private static <T extends HasMetadata> T bare(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }
}
