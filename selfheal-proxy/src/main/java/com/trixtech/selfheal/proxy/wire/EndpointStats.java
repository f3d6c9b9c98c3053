package com.trixtech.selfheal.proxy.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at one moment. Immutable.
 *
 * @param draining it is no longer in the routes and finishes what it has; once gone from the stats
 *     it has nothing left
 * @param ejectedUntil deadline of the running ejection, null when in rotation
 * @param ejections how often it was ejected, by policy or by order
 * @param p50Ms milliseconds over the last ten to twenty seconds, null without a request
 * @param answers answers since the endpoint appeared, by the most microseconds that they took,
 *     ascending: a bound is at most 7 % too high. Empty where answers are not seen, as with TCP,
 *     and from a proxy of an earlier version
 */
public record EndpointStats(
    String uid,
    String name,
    String release,
    Counts counts,
    int inFlight,
    int pending,
    int connections,
    boolean draining,
    @Nullable Instant ejectedUntil,
    int ejections,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    Map<Long, Long> answers) {

  @SuppressWarnings("NullAway") // as an earlier proxy's JSON leaves it
  public EndpointStats {
    answers = answers == null ? Map.of() : Collections.unmodifiableMap(answers);
  }
}
