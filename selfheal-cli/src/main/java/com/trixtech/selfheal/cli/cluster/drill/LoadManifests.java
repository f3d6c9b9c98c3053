package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.selfheal.drill.run.DrillRefused;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The guests' pod and their doors, made of the Job and the NetworkPolicies that people apply by
 * hand. Immutable.
 */
final class LoadManifests {
  /** Where the guests' control waits, on the pod's own loopback. */
  static final int CONTROL_PORT = 8091;

  /** The longest that a drill may need them; without a drill they end after a minute. */
  private static final long LONGEST_SECONDS = 3600;

  private final Job job;
  private final List<NetworkPolicy> doors;

  private LoadManifests(Job job, List<NetworkPolicy> doors) {
    this.job = job;
    this.doors = doors;
  }

  /**
   * Reads them.
   *
   * @param directory such as {@code deploy/kubernetes/load}
   */
  static LoadManifests read(Path directory) throws IOException {
    return new LoadManifests(
        objects(directory.resolve("job.yaml"), Job.class).getFirst(),
        objects(directory.resolve("network.yaml"), NetworkPolicy.class));
  }

  private static <T extends HasMetadata> List<T> objects(Path file, Class<T> type)
      throws IOException {
    try (InputStream yaml = Files.newInputStream(file)) {
      Object read = new KubernetesSerialization().unmarshal(yaml);
      List<?> all = read instanceof List<?> list ? list : List.of(read);
      List<T> found = all.stream().filter(type::isInstance).map(type::cast).toList();
      if (found.isEmpty()) {
        throw new IOException(
            "%s: no %s (expected: at least one)".formatted(file, type.getSimpleName()));
      }
      return found;
    }
  }

  /** The image of the guests, from the same registry and of the same tag as the backend's. */
  String image(Deployment backend) {
    String own = job.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    String theirs = backend.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    int colon = theirs.lastIndexOf(':');
    if (theirs.contains("@") || colon <= theirs.lastIndexOf('/')) {
      throw new DrillRefused(
          "load",
          List.of(
              "--load-image: none (expected: one, as the backend's %s has no tag)"
                  .formatted(theirs)));
    }
    String name = own.substring(own.lastIndexOf('/') + 1).replaceFirst(":.*", "");
    return theirs.substring(0, theirs.lastIndexOf('/') + 1) + name + theirs.substring(colon);
  }

  /** Needs no account: it speaks with nobody but the booking system. */
  Pod pod(String namespace, String image, Deployment backend) {
    PodTemplateSpec template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadataLike(template.getMetadata())
        .withNamespace(namespace)
        .withName(DrillMarks.DRILL + "-load")
        .addToLabels(DrillMarks.labels(namespace))
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withServiceAccountName(null)
        .withRestartPolicy("Never")
        .withActiveDeadlineSeconds(LONGEST_SECONDS)
        .withTerminationGracePeriodSeconds(1L)
        .withEnableServiceLinks(false)
        .withImagePullSecrets(backend.getSpec().getTemplate().getSpec().getImagePullSecrets())
        .editFirstContainer()
        .withImage(image)
        .withArgs("serve", "--control-port=" + CONTROL_PORT)
        .endContainer()
        .endSpec()
        .build();
  }

  List<NetworkPolicy> doors(String namespace) {
    return doors.stream()
        .map(door ->
            new NetworkPolicyBuilder(door)
                .editMetadata()
                .withNamespace(namespace)
                .addToLabels(DrillMarks.labels(namespace))
                .endMetadata()
                .build())
        .toList();
  }
}
