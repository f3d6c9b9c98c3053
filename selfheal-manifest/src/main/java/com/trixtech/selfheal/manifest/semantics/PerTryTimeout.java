package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a Service's proxy waits for one endpoint's answer: an annotation, since Kubernetes has
 * no field for it and Istio has it in a VirtualService, which is not among the kinds that are read.
 * Stateless.
 */
public final class PerTryTimeout {
  /** Key of the annotation; its value is spelled as in Istio, such as {@code 2s}. */
  public static final String ANNOTATION = "selfheal.trixtech.com/per-try-timeout";

  private PerTryTimeout() {}

  /**
   * What the Service asks for; empty where it asks for nothing.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} when it is no duration of at least
   *     a millisecond
   */
  public static Optional<Duration> of(Service service) {
    var annotations = service.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations == null ? null : annotations.get(ANNOTATION))
        .map(IstioDuration::parse);
  }
}
