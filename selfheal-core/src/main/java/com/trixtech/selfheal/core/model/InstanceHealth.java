package com.trixtech.selfheal.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one instance is, after thresholds and freshness.
 *
 * @param createdAt when this uid came to be
 * @param since since when it has had this symptom
 * @param failedAt when its process last ended by its own fault; null where the last end was
 *     somebody's wish, or there was none
 * @param nextStart when the platform will start it again, where it waits in restart back-off
 * @param level what clients have seen of it lately
 * @param provedReady whether this life of the instance has ever been ready
 */
public record InstanceHealth(
    InstanceRef instance,
    Instant createdAt,
    String revision,
    Symptom symptom,
    Instant since,
    Level level,
    boolean ready,
    boolean provedReady,
    int restarts,
    @Nullable Instant failedAt,
    @Nullable Instant nextStart) {

  /**
   * Whether it was ready and is not, for less than the threshold: no symptom yet, and no peer to
   * call another one sick by.
   */
  public boolean doubtful() {
    return symptom == Symptom.NONE && provedReady && !ready;
  }

  public Health health() {
    return symptom.health();
  }
}
