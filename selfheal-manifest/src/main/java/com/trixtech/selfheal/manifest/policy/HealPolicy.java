package com.trixtech.selfheal.manifest.policy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Objects;

/**
 * What may be healed, on which evidence, how far and how fast. Immutable but for the fabric8
 * metadata, which nobody changes after reading.
 */
public record HealPolicy(
    @Field("Always `selfheal.trixtech.com/v1alpha1`.") String apiVersion,
    @Field("Always `HealPolicy`.") String kind,
    @Field("Name, namespace, labels and annotations, as everywhere in Kubernetes.")
        ObjectMeta metadata,
    @Field("The policy itself.") Spec spec) {

  /** The one version that there is. */
  public static final String API_VERSION = "selfheal.trixtech.com/v1alpha1";

  /** The policy's own name. */
  public String name() {
    return metadata.getName();
  }

  /** The namespace of the policy and of its target. */
  public String namespace() {
    return Objects.requireNonNullElse(metadata.getNamespace(), "default");
  }
}
