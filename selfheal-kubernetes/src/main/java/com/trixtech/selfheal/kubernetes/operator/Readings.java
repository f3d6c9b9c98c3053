package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads each policy once for each of its generations. The operator's own writing of a status comes
 * back as a change, and a thousand policies take a second to read. Not thread-safe.
 */
final class Readings {
  private Map<String, Known> known = new HashMap<>();

  private record Known(long generation, Reading reading) {}

  /** Forgets all policies but these. */
  void keep(Collection<HealPolicy> policies) {
    Map<String, Known> kept = new HashMap<>();
    for (HealPolicy policy : policies) {
      Known before = known.get(policy.getMetadata().getUid());
      if (before != null) {
        kept.put(policy.getMetadata().getUid(), before);
      }
    }
    known = kept;
  }

  Reading of(HealPolicy policy) {
    long generation = Objects.requireNonNullElse(policy.getMetadata().getGeneration(), 0L);
    Known before = known.get(policy.getMetadata().getUid());
    if (before != null && before.generation() == generation) {
      return before.reading();
    }
    Reading reading = policy.read();
    known.put(policy.getMetadata().getUid(), new Known(generation, reading));
    return reading;
  }
}
