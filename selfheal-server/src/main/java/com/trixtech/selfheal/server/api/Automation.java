package com.trixtech.selfheal.server.api;

import java.util.List;

/**
 * How far the healer may go.
 *
 * @param automation the same word as in {@link Status}
 * @param modes the policy's mode for each workload
 */
public record Automation(String automation, List<TargetMode> modes, List<PauseView> pauses) {
  public Automation {
    modes = List.copyOf(modes);
    pauses = List.copyOf(pauses);
  }

  /** {@code Observe}, {@code Approve} or {@code Enforce} for one workload. */
  public record TargetMode(String target, String mode, boolean suspended) {}
}
