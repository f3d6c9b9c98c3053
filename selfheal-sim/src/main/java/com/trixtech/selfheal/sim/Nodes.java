package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import java.util.List;

/**
 * The machines that instances are on, at most one of them lost at a time. What was on it is not
 * heard of any more: the platform first believes what it knew, then knows that it knows nothing,
 * and in the end puts another in its place. Not thread-safe.
 */
final class Nodes {
  static final int COUNT = 3;
  private static final long UNKNOWN_AFTER = 40_000;
  private static final long EVACUATED_AFTER = UNKNOWN_AFTER + 300_000;
  private static final int NONE = -1;

  private int lost = NONE;
  private long lostAt;
  private long backAt;
  private boolean reboots;

  /** Where a new instance goes. */
  int place(Timing timing) {
    if (!timing.has(Trait.NODES)) {
      return 0;
    }
    int node = timing.chance().nextInt(COUNT);
    return node == lost ? (node + 1) % COUNT : node;
  }

  /** {@code reboots}: whether its processes have ended when it is back. */
  void lose(int node, long now, long until, boolean reboots, List<SimWorkload> workloads) {
    back(now, workloads);
    lost = node;
    lostAt = now;
    backAt = until;
    this.reboots = reboots;
    for (SimWorkload workload : workloads) {
      for (SimInstance instance : workload.instances) {
        instance.cut = instance.node == node;
      }
    }
  }

  void tick(long now, List<SimWorkload> workloads) {
    if (lost != NONE && now >= backAt) {
      back(now, workloads);
    }
    if (lost == NONE || now < lostAt + UNKNOWN_AFTER) {
      return;
    }
    for (SimWorkload workload : workloads) {
      for (SimInstance instance : workload.instances) {
        if (instance.cut) {
          instance.unheardOf(lostAt);
          if (now >= lostAt + EVACUATED_AFTER) {
            instance.terminate(now);
          }
        }
      }
    }
  }

  /** It is heard of again. */
  void back(long now, List<SimWorkload> workloads) {
    lost = NONE;
    for (SimWorkload workload : workloads) {
      for (SimInstance instance : workload.instances) {
        if (instance.cut) {
          instance.cut = false;
          instance.unknownSince = -1;
          if (reboots) {
            instance.end(ExitReason.PLATFORM, now);
          }
        }
      }
    }
  }
}
