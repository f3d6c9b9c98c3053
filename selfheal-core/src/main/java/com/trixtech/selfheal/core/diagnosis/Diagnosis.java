package com.trixtech.selfheal.core.diagnosis;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.List;

/**
 * Why a workload ails.
 *
 * @param affected the instances that the cause explains, worst first
 * @param evidence sentences, each with its numbers
 * @param rejected the causes that were considered and why they were not believed
 */
public record Diagnosis(
    WorkloadRef workload,
    Cause cause,
    List<InstanceHealth> affected,
    List<String> evidence,
    List<Rejected> rejected) {

  public Diagnosis {
    affected = List.copyOf(affected);
    evidence = List.copyOf(evidence);
    rejected = List.copyOf(rejected);
  }

  /** The same instances and evidence under the cause that an incident has. */
  public Diagnosis as(Cause other) {
    return new Diagnosis(workload, other, affected, evidence, rejected);
  }

  /** A cause that was considered, and why it was not believed. */
  public record Rejected(Cause cause, String why) {}
}
