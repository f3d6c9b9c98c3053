package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Network;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one declared dependency is looked at, independently of what its dependents say. Immutable.
 *
 * @param workload the workload that provides it; null where it lies outside
 * @param question what is asked: at a null host, each of the workload's own instances; at port 0,
 *     the first declared port of its container
 * @param byReadiness whether the instance that answers must be ready, besides
 */
public record DependencyCheck(
    WorkloadRef dependent,
    String name,
    @Nullable WorkloadRef workload,
    Network question,
    boolean byReadiness,
    Duration period,
    Duration timeout,
    int failureThreshold,
    int successThreshold) {

  private static final Duration SECOND = Duration.ofSeconds(1);

  static List<DependencyCheck> of(List<HealPolicy> policies) {
    return policies.stream()
        .flatMap(policy ->
            policy.spec().dependsOn().stream()
                .map(d -> of(ref(policy.namespace(), policy.spec().targetRef()), d, policy)))
        .toList();
  }

  private static DependencyCheck of(
      WorkloadRef dependent, Spec.Dependency dependency, HealPolicy policy) {
    Spec.TargetRef target = dependency.targetRef();
    WorkloadRef workload = target == null ? null : ref(policy.namespace(), target);
    Spec.External external = dependency.external();
    Spec.Check check = dependency.check();
    if (check == null) {
      boolean byReadiness = workload != null;
      Network connects =
          external == null
              ? new TcpSocket(null, 0)
              : new TcpSocket(external.host(), external.port());
      return new DependencyCheck(
          dependent, dependency.name(), workload, connects, byReadiness, SECOND, SECOND, 3, 1);
    }
    Network asked = ProbeSpec.question(check);
    return new DependencyCheck(
        dependent,
        dependency.name(),
        workload,
        external != null && asked.host() == null ? asked.at(external.host(), asked.port()) : asked,
        false,
        check.period(),
        check.timeout(),
        check.failureThreshold(),
        check.successThreshold());
  }

  private static WorkloadRef ref(String namespace, Spec.TargetRef target) {
    return new WorkloadRef(
        namespace,
        target.kind() == WorkloadKind.Deployment
            ? WorkloadRef.Kind.DEPLOYMENT
            : WorkloadRef.Kind.STATEFUL_SET,
        target.name());
  }
}
