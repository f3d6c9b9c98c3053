package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All disruption budgets at one moment. A view: made when needed, on the event loop. */
public final class Budgets {
  private final Applied applied;
  private final Collection<Instance> instances;
  private final Function<InstanceRecord, PodTemplateSpec> template;
  private final Map<WorkloadRef, WorkloadRecord> workloads;

  Budgets(
      Applied applied,
      Collection<Instance> instances,
      Function<InstanceRecord, PodTemplateSpec> template,
      Map<WorkloadRef, WorkloadRecord> workloads) {
    this.applied = applied;
    this.instances = instances;
    this.template = template;
    this.workloads = workloads;
  }

  /** The status of every budget. */
  public List<BudgetStatus> all() {
    return applied.budgets().stream().map(this::status).toList();
  }

  /**
   * Disruptions that a workload's budget allows; -1 without a budget, 0 where several contradict.
   */
  public int disruptionsAllowed(WorkloadSpec spec) {
    List<PodDisruptionBudget> matching =
        applied.budgetsFor(spec.ref().namespace(), WorkloadSpec.labels(spec.template()));
    return switch (matching.size()) {
      case 0 -> -1;
      case 1 -> status(matching.getFirst()).disruptionsAllowed();
      default -> 0;
    };
  }

  /** What the Eviction API would answer now. */
  Eviction eviction(Instance instance) {
    InstanceRecord record = instance.record();
    if (record.stage() == Stage.TERMINATING) {
      return new Eviction.Allowed(record.name() + " is being ended already");
    }
    List<PodDisruptionBudget> matching =
        applied.budgetsFor(
            record.workload().namespace(), WorkloadSpec.labels(template.apply(record)));
    if (matching.isEmpty()) {
      return new Eviction.Allowed("no disruption budget chooses " + record.name());
    }
    if (matching.size() > 1) {
      List<String> names = matching.stream().map(b -> b.getMetadata().getName()).toList();
      return new Eviction.Misconfigured(
          "%s is chosen by %d disruption budgets %s (expected: at most one)"
              .formatted(record.name(), matching.size(), names));
    }
    BudgetStatus status = status(matching.getFirst());
    return status.allows(instance.ready())
        ? new Eviction.Allowed(
            "the disruption budget %s needs %d healthy pods and has %d"
                .formatted(status.name(), status.desiredHealthy(), status.currentHealthy()))
        : new Eviction.Refused(status);
  }

  private BudgetStatus status(PodDisruptionBudget budget) {
    List<Instance> chosen = instances.stream().filter(i -> chooses(budget, i)).toList();
    int expected =
        workloads.values().stream()
            .map(WorkloadRecord::spec)
            .filter(spec -> Manifests.namespaceOf(budget).equals(spec.ref().namespace()))
            .filter(spec ->
                LabelMatch.matches(
                    budget.getSpec().getSelector(), WorkloadSpec.labels(spec.template())))
            .mapToInt(WorkloadSpec::replicas)
            .sum();
    int healthy = (int) chosen.stream().filter(Instance::ready).count();
    return BudgetStatus.of(budget, chosen.size(), expected, healthy);
  }

  private boolean chooses(PodDisruptionBudget budget, Instance instance) {
    InstanceRecord record = instance.record();
    return Manifests.namespaceOf(budget).equals(record.workload().namespace())
        && Optional.ofNullable(workloads.get(record.workload()))
            .flatMap(w -> w.revision(record.template()))
            .map(r -> WorkloadSpec.labels(r.template()))
            .filter(labels -> LabelMatch.matches(budget.getSpec().getSelector(), labels))
            .isPresent();
  }
}
