package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.controllers.WorkloadSpec.Update;
import com.trixtech.selfheal.local.controllers.WorkloadSpec.Update.Way;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.Sourced;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.TemplateHash;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes workloads in, or refuses by name what this runtime cannot do, before anything is changed.
 * Stateless.
 */
final class Admission {
  private static final String POD = "spec.template.spec.";

  private Admission() {}

  /**
   * Every workload of the manifests.
   *
   * @throws LocalException for what cannot run here
   */
  static List<WorkloadSpec> admit(Manifests manifests, ImageMap images) {
    List<WorkloadSpec> specs = new ArrayList<>();
    manifests.deployments().forEach(d -> specs.add(deployment(d, images)));
    manifests.statefulSets().forEach(s -> specs.add(statefulSet(s, images)));
    return specs;
  }

  private static WorkloadSpec deployment(Sourced<Deployment> source, ImageMap images) {
    var spec = source.value().getSpec();
    Image image = check(source, spec.getTemplate(), images);
    var strategy = Optional.ofNullable(spec.getStrategy());
    var rolling = strategy.map(s -> s.getRollingUpdate());
    boolean recreate = strategy.map(s -> s.getType()).filter("Recreate"::equals).isPresent();
    return new WorkloadSpec(
        ref(source, WorkloadRef.Kind.DEPLOYMENT),
        Objects.requireNonNullElse(spec.getReplicas(), 1),
        spec.getTemplate(),
        image,
        hash(spec.getTemplate(), image),
        new Update(
            recreate ? Way.RECREATE : Way.ROLLING,
            quarter(rolling.map(r -> r.getMaxSurge()).orElse(null)),
            quarter(rolling.map(r -> r.getMaxUnavailable()).orElse(null))),
        seconds(spec.getMinReadySeconds(), 0),
        seconds(spec.getProgressDeadlineSeconds(), 600),
        Objects.requireNonNullElse(spec.getRevisionHistoryLimit(), 10),
        List.of());
  }

  private static WorkloadSpec statefulSet(Sourced<StatefulSet> source, ImageMap images) {
    var spec = source.value().getSpec();
    Image image = check(source, spec.getTemplate(), images);
    var strategy = Optional.ofNullable(spec.getUpdateStrategy());
    int partition = strategy.map(s -> s.getRollingUpdate()).map(r -> r.getPartition()).orElse(0);
    if (partition != 0) {
      throw refuse(
          source, "spec.updateStrategy.rollingUpdate.partition", partition, "0, or no partition");
    }
    boolean onDelete = strategy.map(s -> s.getType()).filter("OnDelete"::equals).isPresent();
    return new WorkloadSpec(
        ref(source, WorkloadRef.Kind.STATEFUL_SET),
        Objects.requireNonNullElse(spec.getReplicas(), 1),
        spec.getTemplate(),
        image,
        hash(spec.getTemplate(), image),
        new Update(onDelete ? Way.ON_DELETE : Way.ORDERED, IntOrPercent.of(0), IntOrPercent.of(1)),
        seconds(spec.getMinReadySeconds(), 0),
        Duration.ofSeconds(600),
        Objects.requireNonNullElse(spec.getRevisionHistoryLimit(), 10),
        spec.getVolumeClaimTemplates().stream().map(c -> c.getMetadata().getName()).toList());
  }

  private static Image check(
      Sourced<? extends HasMetadata> source, PodTemplateSpec template, ImageMap images) {
    var pod = template.getSpec();
    if (!pod.getInitContainers().isEmpty()) {
      throw refuse(
          source, POD + "initContainers", pod.getInitContainers().getFirst().getName(), "none");
    }
    if (pod.getContainers().size() != 1) {
      List<String> names = pod.getContainers().stream().map(Container::getName).toList();
      throw refuse(source, POD + "containers", names, "exactly one container for each pod");
    }
    Container container = pod.getContainers().getFirst();
    boolean https =
        Stream.of(
                Optional.ofNullable(container.getStartupProbe()),
                Optional.ofNullable(container.getLivenessProbe()),
                Optional.ofNullable(container.getReadinessProbe()))
            .flatMap(Optional::stream)
            .flatMap(probe -> Optional.ofNullable(probe.getHttpGet()).stream())
            .anyMatch(get -> "HTTPS".equals(get.getScheme()));
    if (https) {
      throw refuse(source, POD + "containers[0]", "a probe with scheme HTTPS", "scheme HTTP");
    }
    try {
      return images.get(container.getImage());
    } catch (LocalException e) {
      int line = source.lineOf(POD + "containers[0].image");
      throw new LocalException(e.getMessage() + ", asked for in " + source.file() + ":" + line, e);
    }
  }

  /**
   * As a digest does on a cluster, what stands for the image makes a revision too. How it was
   * prepared does not count, only what that led to.
   */
  private static String hash(PodTemplateSpec template, Image image) {
    return TemplateHash.of(
        template,
        List.of(
            image.command(),
            image.stopSignal(),
            image.env(),
            image.path().stream().map(Path::toString).toList()));
  }

  private static LocalException refuse(
      Sourced<? extends HasMetadata> source, String path, Object value, String expected) {
    return new LocalException(
        "%s: %s (expected: %s; the local runtime does not have it) in %s:%d"
            .formatted(path, value, expected, source.file(), source.lineOf(path)));
  }

  private static WorkloadRef ref(Sourced<? extends HasMetadata> source, WorkloadRef.Kind kind) {
    return new WorkloadRef(
        Manifests.namespaceOf(source.value()), kind, source.value().getMetadata().getName());
  }

  private static IntOrPercent quarter(@Nullable IntOrString value) {
    return value == null ? new IntOrPercent(25, true) : IntOrPercent.of(value);
  }

  private static Duration seconds(@Nullable Integer value, int otherwise) {
    return Duration.ofSeconds(value == null ? otherwise : value);
  }
}
