package com.trixtech.selfheal.manifest.policy;

import com.trixtech.selfheal.core.model.Backoff;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.MaintenanceCalendar;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says the policies that were read in the loop's own words. Stateless; thread-safe. */
public final class LoopPolicies {
  private LoopPolicies() {}

  /** One policy for each HealPolicy, in the order of reading. */
  public static List<Policy> of(Manifests manifests) {
    return manifests.healPolicies().stream().map(p -> of(p.value())).toList();
  }

  /** The same policy in the loop's words. */
  public static Policy of(HealPolicy policy) {
    Spec spec = policy.spec();
    return new Policy(
        target(policy.namespace(), spec.targetRef()),
        byWord(com.trixtech.selfheal.core.model.Mode.values(), m -> m.word(), spec.mode().name()),
        spec.suspend(),
        spec.dependsOn().stream().map(d -> dependency(policy.namespace(), d)).toList(),
        new Policy.Detection(
            spec.freshness(),
            spec.detection().failureThreshold(),
            spec.detection().successThreshold(),
            notReadyFor(spec)),
        new Policy.ServiceLevel(
            spec.serviceLevel().maxErrorRatio().ratio(),
            spec.serviceLevel().minRequests(),
            spec.serviceLevel().window(),
            spec.serviceLevel().maxLatencyP99()),
        budget(spec.budget()),
        spec.remediations().stream().map(LoopPolicies::rung).toList(),
        new Policy.Verify(spec.verify().stabilizationWindow(), spec.verify().timeout()),
        calendar(spec.maintenance()),
        spec.minHealthyPeriod());
  }

  /** The workload that a reference in this namespace names. */
  public static WorkloadRef target(String namespace, Spec.TargetRef ref) {
    WorkloadRef.Kind kind =
        byWord(WorkloadRef.Kind.values(), WorkloadRef.Kind::word, ref.kind().name());
    return new WorkloadRef(namespace, kind, ref.name());
  }

  private static Dependency dependency(String namespace, Spec.Dependency dependency) {
    return new Dependency(
        dependency.name(),
        dependency.targetRef() == null ? null : target(namespace, dependency.targetRef()),
        switch (dependency.strength()) {
          case Hard -> Dependency.Strength.HARD;
          case Soft -> Dependency.Strength.SOFT;
        });
  }

  private static Duration notReadyFor(Spec spec) {
    return spec.unhealthyConditions().stream()
        .map(Spec.UnhealthyCondition::duration)
        .min(Duration::compareTo)
        .orElse(Policy.Detection.DEFAULT.notReadyFor());
  }

  private static Policy.Budget budget(Budget budget) {
    return new Policy.Budget(
        share(budget.maxUnavailable()),
        share(budget.minHealthy()),
        budget.maxInFlight(),
        budget.maxActions(),
        budget.window(),
        budget.cooldown(),
        new Backoff(
            budget.backoff().initial(),
            budget.backoff().factor(),
            budget.backoff().max(),
            budget.backoff().jitter()),
        Share.percent((int) Math.ceil(budget.stormThreshold().value())),
        budget.stormCooldown(),
        budget.countContainerRestarts(),
        budget.requirePodDisruptionBudget());
  }

  private static Share share(IntOrPercent value) {
    return new Share(value.value(), value.percent());
  }

  private static Policy.Rung rung(Remediation step) {
    Set<Cause> when =
        step.when().stream()
            .map(name -> byWord(Cause.values(), Cause::word, name.name()))
            .collect(Collectors.toSet());
    return new Policy.Rung(
        byWord(RemedyKind.values(), RemedyKind::word, step.action().name()),
        when,
        step.timeout(),
        step.maxRetry(),
        step.approval() == Approval.Required,
        step.rollback().requireReadyFor(),
        step.rollback().requireConfigUnchanged());
  }

  private static MaintenanceCalendar calendar(List<Maintenance> windows) {
    if (windows.isEmpty()) {
      return MaintenanceCalendar.ALWAYS_OPEN;
    }
    List<Maintenance> denied = windows.stream().filter(w -> w.kind() == WindowKind.Deny).toList();
    List<Maintenance> allowed = windows.stream().filter(w -> w.kind() == WindowKind.Allow).toList();
    return now -> {
      Optional<String> deny =
          denied.stream()
              .filter(w -> w.isOpenAt(now))
              .findFirst()
              .map(w -> "denied by the window " + w.schedule().asString());
      boolean outside = !allowed.isEmpty() && allowed.stream().noneMatch(w -> w.isOpenAt(now));
      return deny.isPresent() || !outside
          ? deny
          : Optional.of("outside of every window in which acts are allowed");
    };
  }

  private static <E> E byWord(E[] values, Function<E, String> word, String wanted) {
    return Arrays.stream(values)
        .filter(v -> word.apply(v).equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s (expected: one of %s)"
                    .formatted(wanted, Arrays.stream(values).map(word).toList())));
  }
}
