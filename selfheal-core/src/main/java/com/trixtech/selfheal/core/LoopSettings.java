package com.trixtech.selfheal.core;

import java.time.Duration;

/**
 * What holds for the loop and not for one workload.
 *
 * @param observeFirst how long a healer that has just started only observes
 * @param maxInFlight disrupting acts that may be unverified at one time, on all workloads together
 * @param history closed incidents that are remembered
 */
public record LoopSettings(Duration observeFirst, int maxInFlight, int history) {
  public static final LoopSettings DEFAULT = new LoopSettings(Duration.ofSeconds(10), 1, 50);

  public LoopSettings {
    if (maxInFlight < 1 || history < 1 || observeFirst.isNegative()) {
      throw new IllegalArgumentException(
          "loop settings: observeFirst=%s maxInFlight=%d history=%d (expected: >= 0, >= 1, >= 1)"
              .formatted(observeFirst, maxInFlight, history));
    }
  }
}
