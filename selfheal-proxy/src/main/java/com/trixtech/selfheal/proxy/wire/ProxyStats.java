package com.trixtech.selfheal.proxy.wire;

import java.time.Instant;
import java.util.List;

/**
 * Everything the proxy counts. Immutable.
 *
 * @param at when it was read
 * @param generation of the routes that are applied
 */
public record ProxyStats(Instant at, long generation, List<ServiceStats> services) {}
