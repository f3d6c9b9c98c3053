package com.trixtech.selfheal.kubernetes.alerts;

import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alerts that fire now, as far as anybody has told. One that is told to be over is gone at
 * once; one that nobody repeats is gone after {@link #KEPT}, since a message that it is over can be
 * lost. Thread-safe.
 */
public final class Alerts {
  /** Three times the {@code repeat_interval} of 5 minutes that docs/kubernetes.md asks for. */
  public static final Duration KEPT = Duration.ofMinutes(15);

  /** However many workloads there are: some 200 bytes each. */
  static final int MOST = 500;

  /** More about one workload tell a reader nothing more. */
  static final int MOST_OF_ONE = 10;

  private final InstantSource clock;
  private final Map<String, Held> held = new LinkedHashMap<>();

  private record Held(Alert alert, Instant until) {}

  /** None yet. */
  public Alerts(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes what was told of these workloads. Returns how many of them were taken. */
  synchronized int take(Collection<Told> told, Set<WorkloadRef> covered) {
    Instant now = clock.instant();
    expire(now);
    int taken = 0;
    for (Told one : told) {
      if (!covered.contains(one.alert().workload())) {
        continue;
      }
      if (!one.firing()) {
        held.remove(one.fingerprint());
        taken++;
      } else if (held.containsKey(one.fingerprint()) || room(one.alert().workload())) {
        held.put(one.fingerprint(), new Held(one.alert(), now.plus(KEPT)));
        taken++;
      }
    }
    return taken;
  }

  private boolean room(WorkloadRef workload) {
    long ofOne = held.values().stream().filter(h -> h.alert().workload().equals(workload)).count();
    return held.size() < MOST && ofOne < MOST_OF_ONE;
  }

  private void expire(Instant now) {
    held.values().removeIf(h -> !h.until().isAfter(now));
  }

  /** Those that fire, oldest message first. */
  public synchronized List<Alert> firing() {
    expire(clock.instant());
    return held.values().stream().map(Held::alert).toList();
  }
}
