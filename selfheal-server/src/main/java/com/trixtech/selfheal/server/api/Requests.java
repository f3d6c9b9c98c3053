package com.trixtech.selfheal.server.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the operations that change something are given. */
public final class Requests {
  private Requests() {}

  /** Applies the manifests in {@code dir}; {@code images} maps images to commands. */
  public record Apply(String dir, @Nullable String images) {}

  /** Pauses the automation for {@code target}, a workload or {@code all}. */
  public record PauseFor(
      String target,
      String reason,
      String by,
      @com.fasterxml.jackson.annotation.JsonProperty("for") Duration duration) {
    /** No pause may be longer. */
    public static final Duration LONGEST = Duration.ofDays(7);
  }

  /** Allows the planned remedy of an incident. */
  public record Approval(String by) {}

  /** Puts a fault into the system; without a duration it stays until it is removed. */
  public record Inject(String kind, String target, @Nullable Duration duration) {}

  /**
   * Ends everything.
   *
   * @param wipe whether data, logs and the journal go too
   * @param force whether instances are killed without their termination grace
   */
  public record Down(boolean wipe, boolean force) {}
}
