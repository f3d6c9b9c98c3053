package com.trixtech.selfheal.local;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.controllers.BudgetStatus;
import com.trixtech.selfheal.local.faults.Fault;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runtime at one moment, for people. Immutable. */
public record LocalStatus(
    Instant at,
    List<Workload> workloads,
    List<Service> services,
    List<BudgetStatus> budgets,
    List<Fault> faults) {

  /**
   * One workload.
   *
   * @param ready instances that are ready, of whatever revision
   * @param updated instances of the current revision
   * @param revision number of the current revision
   * @param progressing false when a rollout made no end within its progress deadline
   */
  public record Workload(
      WorkloadRef ref,
      int replicas,
      int ready,
      int updated,
      int revision,
      String template,
      boolean rolling,
      boolean progressing,
      @Nullable Instant restartsHeldUntil,
      List<Instance> instances) {}

  /** One instance; {@code pid} is 0 while nothing runs. */
  public record Instance(
      String name,
      String uid,
      long pid,
      String ip,
      Stage stage,
      boolean ready,
      int restarts,
      int revision,
      String detail,
      @Nullable Instant nextStart,
      Path log) {}

  /** One port of one Service. */
  public record Service(String name, String url, int endpoints) {}

  /** Whether every workload is what was asked for, with every instance ready. */
  public boolean settled() {
    return workloads.stream()
        .allMatch(w ->
            w.ready() == w.replicas()
                && w.updated() == w.replicas()
                && w.instances().size() == w.replicas());
  }
}
