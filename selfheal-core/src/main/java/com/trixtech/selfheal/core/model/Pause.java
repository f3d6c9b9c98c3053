package com.trixtech.selfheal.core.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's wish that nothing be done for a while. It always ends by itself.
 *
 * @param workload the workload it holds for; null for all
 */
public record Pause(
    String id,
    @Nullable WorkloadRef workload,
    String reason,
    String by,
    Instant from,
    Instant until) {
  /** No pause is longer: one that is forgotten must not become an outage to come. */
  public static final Duration LONGEST = Duration.ofDays(7);

  public boolean holds(WorkloadRef target, Instant now) {
    return now.isBefore(until) && (workload == null || workload.equals(target));
  }
}
