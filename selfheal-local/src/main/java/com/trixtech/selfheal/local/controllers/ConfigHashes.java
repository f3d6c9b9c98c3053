package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.manifest.semantics.ConfigHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers configuration hashes until something is applied: they are asked for every second.
 * Confined to the event loop.
 */
public final class ConfigHashes {
  private Applied of = Applied.NOTHING;
  private final Map<String, String> known = new HashMap<>();

  /** The state of all ConfigMaps and Secrets that the revision names, as they are now. */
  public String of(Applied applied, String namespace, WorkloadRecord.Revised revision) {
    if (!of.equals(applied)) {
      known.clear();
      of = applied;
    }
    return known.computeIfAbsent(
        namespace + "/" + revision.hash(),
        _ -> ConfigHash.of(revision.template(), applied.config(namespace)));
  }
}
