package com.trixtech.selfheal.proxy.wire;

/**
 * Cumulative counters since the service or endpoint appeared; a reader takes differences. For a
 * service they count requests as the client saw them, for an endpoint tries. Immutable.
 *
 * @param ok 2xx answers
 * @param redirects 3xx answers
 * @param clientErrors 4xx answers
 * @param serverErrors 5xx answers, the proxy's own included
 * @param gatewayErrors 502, 503, 504 answers, failed connects, resets and time-outs together
 * @param retries tries after the first; for an endpoint: tries that it got because another had
 *     failed
 * @param retriesRefused retries that would have been safe but were refused by the budget or by
 *     maxRetries
 * @param overflows requests refused because maxConnections and the pending queue were exhausted
 * @param cancelled requests whose client went away first
 */
public record Counts(
    long requests,
    long ok,
    long redirects,
    long clientErrors,
    long serverErrors,
    long gatewayErrors,
    long connectFailures,
    long resets,
    long timeouts,
    long retries,
    long retriesRefused,
    long overflows,
    long cancelled) {}
