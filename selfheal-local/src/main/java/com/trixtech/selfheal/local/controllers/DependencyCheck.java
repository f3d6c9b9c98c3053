package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.HttpGet;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Network;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Postgres;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one declared dependency is looked at, independently of what its dependents say. Immutable. It
 * stands on the disk as it is, so a file of an earlier version lacks what was added since.
 *
 * @param workload the workload that provides it; null where it lies outside
 * @param host where to connect; null = the workload's own instances
 * @param port 0 = the first declared port of the workload's container
 * @param path of a GET; null = none
 * @param postgres whether it is asked for a session; without this and a path, a connection is
 *     enough
 * @param byReadiness whether the instance that answers must be ready, besides
 */
public record DependencyCheck(
    WorkloadRef dependent,
    String name,
    @Nullable WorkloadRef workload,
    @Nullable String host,
    int port,
    @Nullable String path,
    boolean postgres,
    boolean byReadiness,
    Duration period,
    Duration timeout,
    int failureThreshold,
    int successThreshold) {

  private static final Pace DEFAULTS = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 1);

  private record Pace(
      Duration period, Duration timeout, int failureThreshold, int successThreshold) {}

  /** What is asked, at that host and port. */
  public Network question() {
    if (path != null) {
      return new HttpGet("HTTP", host, port, path, List.of());
    }
    return postgres ? new Postgres(host, port) : new TcpSocket(host, port);
  }

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
      return asking(connects, dependent, dependency.name(), workload, byReadiness, DEFAULTS);
    }
    Network asked = ProbeSpec.question(check);
    return asking(
        external != null && asked.host() == null ? asked.at(external.host(), asked.port()) : asked,
        dependent,
        dependency.name(),
        workload,
        false,
        new Pace(
            check.period(), check.timeout(), check.failureThreshold(), check.successThreshold()));
  }

  private static DependencyCheck asking(
      Network question,
      WorkloadRef dependent,
      String name,
      @Nullable WorkloadRef workload,
      boolean byReadiness,
      Pace pace) {
    return new DependencyCheck(
        dependent,
        name,
        workload,
        question.host(),
        question.port(),
        question instanceof HttpGet get ? get.path() : null,
        question instanceof Postgres,
        byReadiness,
        pace.period(),
        pace.timeout(),
        pace.failureThreshold(),
        pace.successThreshold());
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
