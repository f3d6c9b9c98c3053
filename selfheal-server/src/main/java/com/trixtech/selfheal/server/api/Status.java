package com.trixtech.selfheal.server.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true now.
 *
 * @param health the worst workload's health
 * @param automation {@code On}, {@code Approve}, {@code Observe}, {@code Paused}, {@code
 *     StartingUp} or, on a cluster where no operator leads, {@code Off}
 * @param attention what a person should look at, gravest first
 * @param pauses the pauses that hold now
 * @param at when the healer last looked
 * @param healer who heals, in one sentence; null on one machine, where it is the one that answers
 */
public record Status(
    String health,
    String automation,
    List<WorkloadStatus> workloads,
    List<ServiceStatus> services,
    IncidentCount incidents,
    List<Attention> attention,
    List<PauseView> pauses,
    Instant at,
    @Nullable String healer) {

  /** Of one machine. */
  public Status(
      String health,
      String automation,
      List<WorkloadStatus> workloads,
      List<ServiceStatus> services,
      IncidentCount incidents,
      List<Attention> attention,
      List<PauseView> pauses,
      Instant at) {
    this(health, automation, workloads, services, incidents, attention, pauses, at, null);
  }

  public Status {
    workloads = List.copyOf(workloads);
    services = List.copyOf(services);
    attention = List.copyOf(attention);
    pauses = List.copyOf(pauses);
  }

  /** One workload; {@code revision} is the platform's counter, 0 where it has none. */
  public record WorkloadStatus(
      String name,
      String kind,
      String health,
      int ready,
      int replicas,
      int revision,
      List<InstanceStatus> instances) {

    public WorkloadStatus {
      instances = List.copyOf(instances);
    }

    /** Whether it is at full strength and well. */
    public boolean settled() {
      return health.equals("Healthy") && ready == replicas;
    }
  }

  /**
   * One instance.
   *
   * @param pid of its process; null where it has none now, or runs on another machine
   * @param restarts restarts in place over the life of this uid
   * @param detail one sentence of what is seen on it; empty when all is well
   * @param node where it runs; null on one machine, and where none was found for it yet
   */
  public record InstanceStatus(
      String name,
      String uid,
      @Nullable Long pid,
      String ip,
      boolean ready,
      String health,
      int restarts,
      String detail,
      @Nullable String node) {

    /** On one machine. */
    public InstanceStatus(
        String name,
        String uid,
        @Nullable Long pid,
        String ip,
        boolean ready,
        String health,
        int restarts,
        String detail) {
      this(name, uid, pid, ip, ready, health, restarts, detail, null);
    }
  }

  /** Where clients reach a Service. */
  public record ServiceStatus(String name, String url) {}

  /** Incidents that are not closed. */
  public record IncidentCount(int open) {}

  /** Something that a person should look at, such as an escalated incident. */
  public record Attention(String target, String why) {}

  public int readyInstances() {
    return workloads.stream().mapToInt(WorkloadStatus::ready).sum();
  }

  public int wantedInstances() {
    return workloads.stream().mapToInt(WorkloadStatus::replicas).sum();
  }

  /** Whether every workload is at full strength and well. False where there is none. */
  public boolean settled() {
    return !workloads.isEmpty() && workloads.stream().allMatch(WorkloadStatus::settled);
  }
}
