package com.trixtech.selfheal.proxy.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service at one moment. Immutable.
 *
 * @param p50Ms milliseconds that clients waited, over the last ten to twenty seconds, null without
 *     a request
 */
public record ServiceStats(
    String name,
    Protocol protocol,
    Counts counts,
    int inFlight,
    int pending,
    int connections,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    List<EndpointStats> endpoints) {}
