package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a Service says of repeating its requests: annotations, since Kubernetes has no field for it
 * and Istio has it in a VirtualService, which is not among the kinds that are read. Immutable.
 *
 * @param perTryTimeout how long the proxy waits for one endpoint's answer; empty where nothing is
 *     said
 * @param idempotent the application's promise that any request to it may be made twice, whatever
 *     its method, as when every form carries a key of its own; false where nothing is said
 */
public record RetryAnnotations(Optional<Duration> perTryTimeout, boolean idempotent) {
  /** Its value is spelled as in Istio, such as {@code 2s}. */
  public static final String PER_TRY_TIMEOUT = "selfheal.trixtech.com/per-try-timeout";

  /** Its value is {@code true} or {@code false}. */
  public static final String IDEMPOTENT = "selfheal.trixtech.com/idempotent";

  /**
   * Reads a Service.
   *
   * @throws IllegalArgumentException {@code annotation: value (expected: …)} for a time-out that is
   *     no duration of at least a millisecond, or a promise that is neither true nor false
   */
  public static RetryAnnotations of(Service service) {
    Map<String, String> all =
        Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of());
    return new RetryAnnotations(
        Optional.ofNullable(all.get(PER_TRY_TIMEOUT)).map(RetryAnnotations::duration),
        promised(all.getOrDefault(IDEMPOTENT, "false")));
  }

  private static Duration duration(String text) {
    try {
      return IstioDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PER_TRY_TIMEOUT + ": " + e.getMessage(), e);
    }
  }

  private static boolean promised(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              IDEMPOTENT + ": " + text + " (expected: \"true\" or \"false\")");
    };
  }
}
