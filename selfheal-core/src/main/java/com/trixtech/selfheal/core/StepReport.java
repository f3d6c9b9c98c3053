package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Instant;
import java.util.List;

/** What one step of the loop saw and concluded. */
public record StepReport(
    Instant at,
    List<WorkloadHealth> workloads,
    List<DependencyHealth> dependencies,
    List<Diagnosis> diagnoses) {

  public static final StepReport NOTHING_YET =
      new StepReport(Instant.EPOCH, List.of(), List.of(), List.of());
}
