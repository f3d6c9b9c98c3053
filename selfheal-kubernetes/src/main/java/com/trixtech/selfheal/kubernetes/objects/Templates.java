package com.trixtech.selfheal.kubernetes.objects;

import com.trixtech.selfheal.manifest.semantics.TemplateHash;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/**
 * Compares pod templates as the Deployment controller does: equal but for the label by which it
 * tells them apart. Stateless.
 */
public final class Templates {
  private Templates() {}

  /** A Deployment's; from the mark where the template was cut away. */
  public static String fingerprint(Deployment deployment) {
    return fingerprint(deployment, deployment.getSpec().getTemplate());
  }

  /** A ReplicaSet's; from the mark where the template was cut away. */
  public static String fingerprint(ReplicaSet replicas) {
    return fingerprint(replicas, replicas.getSpec().getTemplate());
  }

  /** A StatefulSet's; from the mark where the template was cut away. */
  public static String fingerprint(StatefulSet set) {
    return fingerprint(set, set.getSpec().getTemplate());
  }

  private static String fingerprint(HasMetadata object, PodTemplateSpec template) {
    return Marks.annotation(object, Marks.TEMPLATE)
        .orElseGet(() -> TemplateHash.of(bare(template)));
  }

  /** The template as a Deployment holds it: without the ReplicaSet's own label. */
  public static PodTemplateSpec bare(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .removeFromLabels(Marks.TEMPLATE_HASH)
        .endMetadata()
        .build();
  }
}
