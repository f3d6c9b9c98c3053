package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.istio.api.api.networking.v1alpha3.OutlierDetection;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DestinationRule's pool limits and outlier detection with Istio's defaults filled in. Limits are
 * per client proxy. Immutable.
 *
 * <p>Istio's zero means "default" for limits, and "off" for the consecutive-error counts; a rule
 * without outlierDetection has every count at 0.
 *
 * @param maxRequestsPerConnection 0 = unlimited
 * @param maxRetries retries outstanding at one time, not retries of one request
 * @param consecutive5xxErrors 0 = off
 * @param consecutiveGatewayErrors 502, 503, 504; 0 = off
 * @param interval time between two sweeps
 * @param baseEjectionTime grows by itself with each ejection of one endpoint
 * @param maxEjectionPercent of the pool
 * @param minHealthPercent below it outlier detection is off; 0 = never
 * @param consecutiveLocalOriginFailures counted apart only when splitExternalLocalOriginErrors is
 *     on
 */
public record DestinationPolicy(
    int maxConnections,
    int http1MaxPendingRequests,
    int http2MaxRequests,
    int maxRequestsPerConnection,
    int maxRetries,
    Duration connectTimeout,
    int consecutive5xxErrors,
    int consecutiveGatewayErrors,
    Duration interval,
    Duration baseEjectionTime,
    int maxEjectionPercent,
    int minHealthPercent,
    boolean splitExternalLocalOriginErrors,
    int consecutiveLocalOriginFailures) {

  /** Stands for Istio's 2^32-1, which no single machine reaches. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration BASE_EJECTION_TIME = Duration.ofSeconds(30);

  /** What holds for a Service without a DestinationRule. */
  public static DestinationPolicy defaults() {
    return of(new DestinationRule());
  }

  /** Whether any endpoint can ever be ejected. */
  public boolean ejects() {
    return consecutive5xxErrors > 0
        || consecutiveGatewayErrors > 0
        || (splitExternalLocalOriginErrors && consecutiveLocalOriginFailures > 0);
  }

  /**
   * Normalises a rule.
   *
   * @throws IllegalArgumentException {@code field: value (expected: …)} for a duration that Istio
   *     refuses
   */
  public static DestinationPolicy of(DestinationRule rule) {
    var traffic = Optional.ofNullable(rule.getSpec()).map(spec -> spec.getTrafficPolicy());
    var pool = traffic.map(policy -> policy.getConnectionPool());
    var tcp = pool.map(p -> p.getTcp());
    var http = pool.map(p -> p.getHttp());
    OutlierDetection outlier = traffic.map(policy -> policy.getOutlierDetection()).orElse(null);
    return new DestinationPolicy(
        limit(tcp.map(t -> t.getMaxConnections())),
        limit(http.map(h -> h.getHttp1MaxPendingRequests())),
        limit(http.map(h -> h.getHttp2MaxRequests())),
        http.map(h -> h.getMaxRequestsPerConnection()).orElse(0),
        limit(http.map(h -> h.getMaxRetries())),
        duration("connectTimeout", tcp.map(t -> t.getConnectTimeout()), CONNECT_TIMEOUT),
        outlier == null ? 0 : or(outlier.getConsecutive5xxErrors(), 5),
        outlier == null ? 0 : or(outlier.getConsecutiveGatewayErrors(), 0),
        duration("interval", Optional.ofNullable(outlier).map(o -> o.getInterval()), INTERVAL),
        duration(
            "baseEjectionTime",
            Optional.ofNullable(outlier).map(o -> o.getBaseEjectionTime()),
            BASE_EJECTION_TIME),
        outlier == null ? 10 : or(outlier.getMaxEjectionPercent(), 10),
        outlier == null ? 0 : or(outlier.getMinHealthPercent(), 0),
        outlier != null && Boolean.TRUE.equals(outlier.getSplitExternalLocalOriginErrors()),
        outlier == null ? 0 : or(outlier.getConsecutiveLocalOriginFailures(), 5));
  }

  private static int limit(Optional<Integer> value) {
    return value.filter(v -> v > 0).orElse(UNLIMITED);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static Duration duration(String field, Optional<String> text, Duration otherwise) {
    try {
      return text.map(IstioDuration::parse).orElse(otherwise);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }
}
