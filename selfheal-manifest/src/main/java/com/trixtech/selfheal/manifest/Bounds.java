package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.Field;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a field may have.
 *
 * @param min inclusive
 * @param max inclusive
 */
record Bounds(double min, double max) {
  private static final Bounds ANY = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  private static final Bounds COUNT = new Bounds(0, Integer.MAX_VALUE);
  private static final Bounds PORT = new Bounds(1, 65535);
  private static final Bounds PERCENT = new Bounds(0, 100);

  /**
   * The API server's own rules for the numbers that one machine acts on; each name means the same
   * wherever it stands.
   */
  private static final Map<String, Bounds> KUBERNETES =
      Map.ofEntries(
          Map.entry("replicas", COUNT),
          Map.entry("revisionHistoryLimit", COUNT),
          Map.entry("minReadySeconds", COUNT),
          Map.entry("progressDeadlineSeconds", new Bounds(1, Integer.MAX_VALUE)),
          Map.entry("terminationGracePeriodSeconds", COUNT),
          Map.entry("initialDelaySeconds", COUNT),
          Map.entry("periodSeconds", COUNT),
          Map.entry("timeoutSeconds", COUNT),
          Map.entry("successThreshold", COUNT),
          Map.entry("failureThreshold", COUNT),
          Map.entry("containerPort", PORT),
          Map.entry("hostPort", PORT),
          Map.entry("nodePort", PORT),
          Map.entry("port", PORT),
          Map.entry("targetPort", PORT),
          Map.entry("maxSurge", COUNT),
          Map.entry("maxUnavailable", COUNT),
          Map.entry("minAvailable", COUNT),
          Map.entry("maxConnections", COUNT),
          Map.entry("http1MaxPendingRequests", COUNT),
          Map.entry("http2MaxRequests", COUNT),
          Map.entry("maxRequestsPerConnection", COUNT),
          Map.entry("maxRetries", COUNT),
          Map.entry("consecutive5xxErrors", COUNT),
          Map.entry("consecutiveGatewayErrors", COUNT),
          Map.entry("consecutiveLocalOriginFailures", COUNT),
          Map.entry("maxEjectionPercent", PERCENT),
          Map.entry("minHealthPercent", PERCENT));

  /** The bounds of a HealPolicy field by its annotation, of any other field by its name. */
  static Bounds of(String name, @Nullable Field field) {
    return field != null
        ? new Bounds(field.min(), field.max())
        : KUBERNETES.getOrDefault(name, ANY);
  }

  /** Throws {@code value (expected: …)} for a number outside. */
  void check(double value, String text) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(text + " (expected: " + this + ")");
    }
  }

  @Override
  public String toString() {
    boolean open = max == Double.POSITIVE_INFINITY || max == Integer.MAX_VALUE;
    return open ? ">= " + show(min) : show(min) + " to " + show(max);
  }

  private static String show(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }
}
