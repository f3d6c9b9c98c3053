package com.trixtech.selfheal.proxy.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * A DestinationRule's traffic policy, normalised, with our extensions. Immutable. Limits hold for
 * the whole service, as they do in one Envoy.
 *
 * @param maxConnections connections to all endpoints together; an endpoint without any may always
 *     open one, so that none starves
 * @param http1MaxPendingRequests requests that may wait for a connection; one more is answered 503
 *     (A-47)
 * @param maxRequestsPerConnection requests after which a connection is closed; 0 = unlimited
 * @param maxRetries retries under way at one time, not retries of one request
 * @param connectTimeout for one connect; above zero
 * @param perTryTimeout extension: from choosing an endpoint to its answer, always finite; above
 *     zero
 * @param consecutive5xxErrors 0 = off
 * @param consecutiveGatewayErrors 0 = off
 * @param splitExternalLocalOriginErrors see {@code EjectionSettings}
 * @param consecutiveLocalOriginFailures see {@code EjectionSettings}; 0 = off
 * @param interval see {@code EjectionSettings}; above zero
 * @param baseEjectionTime see {@code EjectionSettings}; above zero
 * @param maxEjectionPercent rounded down, but one of two endpoints may go when it is above 0
 * @param minHealthPercent below this share in rotation all endpoints are used
 * @param retryBudgetPercent extension: retries may be this share of the requests of the last ten
 *     seconds
 * @param minRetriesPerSecond extension: retries that are allowed anyway
 * @param idempotent extension: any request may be made twice, whatever its method
 */
public record DestinationSettings(
    int maxConnections,
    int http1MaxPendingRequests,
    int maxRequestsPerConnection,
    int maxRetries,
    Duration connectTimeout,
    Duration perTryTimeout,
    int consecutive5xxErrors,
    int consecutiveGatewayErrors,
    boolean splitExternalLocalOriginErrors,
    int consecutiveLocalOriginFailures,
    Duration interval,
    Duration baseEjectionTime,
    int maxEjectionPercent,
    int minHealthPercent,
    int retryBudgetPercent,
    int minRetriesPerSecond,
    boolean idempotent) {

  public DestinationSettings {
    Checks.atLeast("maxConnections", maxConnections, 1);
    Checks.atLeast("http1MaxPendingRequests", http1MaxPendingRequests, 0);
    Checks.atLeast("maxRequestsPerConnection", maxRequestsPerConnection, 0);
    Checks.atLeast("maxRetries", maxRetries, 0);
    Checks.positive("connectTimeout", connectTimeout);
    Checks.positive("perTryTimeout", perTryTimeout);
    Checks.atLeast("consecutive5xxErrors", consecutive5xxErrors, 0);
    Checks.atLeast("consecutiveGatewayErrors", consecutiveGatewayErrors, 0);
    Checks.atLeast("consecutiveLocalOriginFailures", consecutiveLocalOriginFailures, 0);
    Checks.positive("interval", interval);
    Checks.positive("baseEjectionTime", baseEjectionTime);
    Checks.percent("maxEjectionPercent", maxEjectionPercent);
    Checks.percent("minHealthPercent", minHealthPercent);
    Checks.percent("retryBudgetPercent", retryBudgetPercent);
    Checks.atLeast("minRetriesPerSecond", minRetriesPerSecond, 0);
  }

  /**
   * The same with what a Service says of repeating: another per-try time-out, where there is one.
   */
  public DestinationSettings repeating(Optional<Duration> perTry, boolean safe) {
    return new DestinationSettings(
        maxConnections,
        http1MaxPendingRequests,
        maxRequestsPerConnection,
        maxRetries,
        connectTimeout,
        perTry.orElse(perTryTimeout),
        consecutive5xxErrors,
        consecutiveGatewayErrors,
        splitExternalLocalOriginErrors,
        consecutiveLocalOriginFailures,
        interval,
        baseEjectionTime,
        maxEjectionPercent,
        minHealthPercent,
        retryBudgetPercent,
        minRetriesPerSecond,
        safe);
  }

  /**
   * What a service without a DestinationRule gets. Per-try time-out: 500 ms, 25 times the p99 of
   * the reference application, and short enough that five time-outs in a row take a frozen endpoint
   * out within a second. Ejection by gateway errors only, at most half of the endpoints.
   */
  public static DestinationSettings defaults() {
    return new DestinationSettings(
        1024,
        1024,
        0,
        64,
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        0,
        5,
        false,
        0,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        50,
        0,
        20,
        10,
        false);
  }
}
