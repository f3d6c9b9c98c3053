package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ends holds whose time is over, whoever began them and whatever became of him: a roll-out that
 * stays paused because its healer died is a fault of the healer's. Used by the loop's thread only.
 */
public final class OverdueHolds {
  private final Holds holds;
  private final Fence fence;
  private final InstantSource clock;

  /**
   * Over one cluster.
   *
   * @param api with no retries of its own
   */
  public OverdueHolds(KubernetesClient api, Fence fence, InstantSource clock) {
    this.holds = new Holds(api, new Answers(clock));
    this.fence = fence;
    this.clock = clock;
  }

  /** Ends what is overdue, and says what became of it. */
  public Map<WorkloadRef, Outcome> end(Collection<Deployment> held) {
    Map<WorkloadRef, Outcome> ended = new TreeMap<>();
    for (Deployment deployment : held) {
      Optional<Hold> hold = Hold.on(deployment);
      boolean overdue = hold.isPresent() && !hold.get().holds(clock.instant());
      if (overdue && fence.closed().isEmpty()) {
        WorkloadRef ref =
            new WorkloadRef(
                deployment.getMetadata().getNamespace(),
                WorkloadRef.Kind.DEPLOYMENT,
                deployment.getMetadata().getName());
        ended.put(ref, holds.release(ref, hold.get().key() + "/overdue"));
      }
    }
    return ended;
  }
}
