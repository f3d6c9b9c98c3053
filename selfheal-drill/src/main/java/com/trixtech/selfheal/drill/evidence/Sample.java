package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status at one moment, by the drill's clock. */
public record Sample(Instant at, Status status) {

  public Optional<WorkloadStatus> workload(String name) {
    return status.workloads().stream().filter(w -> w.name().equals(name)).findFirst();
  }

  /** Of one workload; none where it is not there. */
  public List<InstanceStatus> instances(String workload) {
    return workload(workload).map(WorkloadStatus::instances).orElse(List.of());
  }

  /** Whether every workload has all the ready instances that it wants. */
  public boolean allReady() {
    return !status.workloads().isEmpty()
        && status.workloads().stream().allMatch(w -> w.ready() >= w.replicas());
  }
}
