package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.drill.FaultPods;
import com.trixtech.selfheal.cli.cluster.drill.Releases;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.manifest.policy.Mode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a drill would prove nothing in a namespace, or cannot do there what it does. Nothing is
 * changed by asking. Stateless.
 */
record DrillObjections(Seen seen, FaultPods faults, Releases releases) {

  List<String> to(Drill drill) {
    List<String> against = new ArrayList<>(mode(drill.workload()));
    against.addAll(
        switch (drill.disturbance()) {
          case Disturbance.OnInstances on -> fault(on.kind(), on.target());
          case Disturbance.OnPrimary on -> fault(on.kind(), on.target());
          case Disturbance.BadRelease bad -> release(bad.target());
          case Disturbance.GoodRelease good -> release(good.target());
          case Disturbance.OnWorkload _,
              Disturbance.HealerKilled _,
              Disturbance.OfProvider _,
              Disturbance.Burst _ ->
              List.of("drill: works on one machine only (expected: one that a cluster has)");
        });
    return against;
  }

  private List<String> mode(String workload) {
    return seen.on(workload)
        .filter(w -> ClusterStatus.mode(w) != Mode.Enforce)
        .map(w ->
            "HealPolicy/%s: mode %s (expected: Enforce, or the drill proves nothing)"
                .formatted(w.name(), ClusterStatus.mode(w)))
        .toList();
  }

  private List<String> fault(FaultKind kind, String workload) {
    return seen.instances(workload).stream()
        .findFirst()
        .flatMap(pod -> faults.against(kind, pod))
        .stream()
        .toList();
  }

  private List<String> release(String workload) {
    Deployment deployment = releases.deployment(workload);
    return deployment == null
        ? List.of("Deployment/%s: not there (expected: one to release)".formatted(workload))
        : Owner.of(deployment).stream()
            .map(owner ->
                "Deployment/%s: %s owns it and would undo a release (expected: one that nobody owns)"
                    .formatted(workload, owner))
            .toList();
  }
}
