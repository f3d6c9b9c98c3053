package com.trixtech.selfheal.kubernetes.objects;

import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.manifest.semantics.MutableTag;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The revisions that a Deployment's ReplicaSets are. A revision's identity is the {@code
 * pod-template-hash}: going back to a template finds the same ReplicaSet again. Stateless.
 */
public final class Revisions {
  /** What a template is called that the controller has made no ReplicaSet for yet. */
  private static final String AWAITED = "awaited-";

  private Revisions() {}

  /** The ReplicaSet of the template that the Deployment is set to; empty until there is one. */
  public static Optional<ReplicaSet> current(Deployment deployment, List<ReplicaSet> replicaSets) {
    String wanted = Templates.fingerprint(deployment);
    return replicaSets.stream()
        .filter(r -> Templates.fingerprint(r).equals(wanted))
        // Two equal ones are left where a hash once collided: the controller takes the oldest.
        .min(Comparator.comparing(r -> r.getMetadata().getCreationTimestamp()));
  }

  /** The name of the template that the Deployment is set to. */
  public static String currentName(Deployment deployment, List<ReplicaSet> replicaSets) {
    return current(deployment, replicaSets)
        .map(Revisions::name)
        .orElseGet(() -> AWAITED + Templates.fingerprint(deployment));
  }

  /** The identity of the revision that a ReplicaSet stands for. */
  public static String name(ReplicaSet replicas) {
    return Marks.label(replicas, Marks.TEMPLATE_HASH);
  }

  /** All that are kept, the one that the Deployment is set to among them. */
  public static List<Revision> of(
      Deployment deployment,
      List<ReplicaSet> replicaSets,
      Function<PodTemplateSpec, String> configuration) {
    List<Revision> revisions = new ArrayList<>();
    for (ReplicaSet r : replicaSets) {
      revisions.add(revision(number(r), name(r), r.getSpec().getTemplate(), configuration));
    }
    if (current(deployment, replicaSets).isEmpty()) {
      int next = 1 + revisions.stream().mapToInt(Revision::number).max().orElse(0);
      revisions.add(
          revision(
              next,
              currentName(deployment, replicaSets),
              deployment.getSpec().getTemplate(),
              configuration));
    }
    return revisions;
  }

  /** One revision in the loop's words. */
  public static Revision revision(
      int number,
      String name,
      PodTemplateSpec template,
      Function<PodTemplateSpec, String> configuration) {
    List<String> images =
        template.getSpec().getContainers().stream().map(Container::getImage).toList();
    return new Revision(
        number,
        name,
        configuration.apply(template),
        images,
        images.stream().anyMatch(MutableTag::isMutable));
  }

  private static int number(ReplicaSet replicas) {
    try {
      return Marks.annotation(replicas, Marks.REVISION).map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException edited) {
      return 0;
    }
  }
}
