package com.trixtech.selfheal.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Something a workload needs, as declared in its policy.
 *
 * @param workload the workload that provides it; null where it lies outside
 */
public record Dependency(String name, @Nullable WorkloadRef workload, Strength strength) {

  /** Whether the dependent can do anything without it. */
  public enum Strength {
    HARD,
    SOFT
  }

  public boolean external() {
    return workload == null;
  }
}
