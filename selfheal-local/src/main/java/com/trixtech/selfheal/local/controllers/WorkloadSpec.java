package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a Deployment or StatefulSet asks for, defaults filled in. Immutable but for the template,
 * which nobody changes.
 *
 * @param hash identity of the template together with what stands for its image
 * @param image what stands for the template's image
 * @param minReady how long an instance must be ready before it counts as available
 * @param progressDeadline after which a rollout without progress is reported, never acted on
 * @param historyLimit old revisions that are kept
 * @param claims names of volumeClaimTemplates
 */
public record WorkloadSpec(
    WorkloadRef ref,
    int replicas,
    PodTemplateSpec template,
    Image image,
    String hash,
    Update update,
    Duration minReady,
    Duration progressDeadline,
    int historyLimit,
    List<String> claims) {

  /** How one revision takes the place of another. */
  public record Update(Way way, IntOrPercent maxSurge, IntOrPercent maxUnavailable) {
    /** The ways there are. */
    public enum Way {
      ROLLING,
      RECREATE,
      /** A StatefulSet's rolling update: one at a time, the highest ordinal first. */
      ORDERED,
      ON_DELETE
    }
  }

  public WorkloadSpec {
    claims = List.copyOf(claims);
  }

  /** The same workload with the template and image of a revision. */
  public WorkloadSpec at(WorkloadRecord.Revised revision) {
    return new WorkloadSpec(
        ref,
        replicas,
        revision.template(),
        revision.image(),
        revision.hash(),
        update,
        minReady,
        progressDeadline,
        historyLimit,
        claims);
  }

  /** The same workload with no instance at all. */
  public WorkloadSpec scaledToZero() {
    return new WorkloadSpec(
        ref, 0, template, image, hash, update, minReady, progressDeadline, historyLimit, claims);
  }

  /** The labels of a template's pods. */
  public static Map<String, String> labels(PodTemplateSpec template) {
    return template.getMetadata() == null
        ? Map.of()
        : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
  }
}
