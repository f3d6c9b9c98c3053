package com.trixtech.selfheal.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a workload's revisions.
 *
 * @param proven proofs by template hash
 * @param condemned template hashes that failed and were rolled back from
 */
public record ReleaseHistory(Map<String, Proof> proven, Set<String> condemned) {

  public static final ReleaseHistory NONE = new ReleaseHistory(Map.of(), Set.of());

  public ReleaseHistory {
    proven = Map.copyOf(proven);
    condemned = Set.copyOf(condemned);
  }

  /** A revision held: with this configuration, at that time. */
  public record Proof(Instant at, String configuration, List<String> images) {}
}
