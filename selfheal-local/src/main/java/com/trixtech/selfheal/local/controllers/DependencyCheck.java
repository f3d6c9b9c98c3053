package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one declared dependency is looked at, independently of what its dependents say. Immutable.
 *
 * @param workload the workload that provides it; null where it lies outside
 * @param host where to connect; null = the workload's own instances
 * @param port 0 = the first declared port of the workload's container
 * @param path of a GET; null = a connection is enough
 * @param byReadiness whether the instance that answers must be ready, besides
 */
public record DependencyCheck(
    WorkloadRef dependent,
    String name,
    @Nullable WorkloadRef workload,
    @Nullable String host,
    int port,
    @Nullable String path,
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
    String ownHost = external == null ? null : external.host();
    int ownPort = external == null ? 0 : external.port();
    if (check == null) {
      boolean byReadiness = workload != null;
      return new DependencyCheck(
          dependent,
          dependency.name(),
          workload,
          ownHost,
          ownPort,
          null,
          byReadiness,
          SECOND,
          SECOND,
          3,
          1);
    }
    Spec.TcpCheck tcp = check.tcpSocket();
    Spec.HttpCheck http = check.httpGet();
    String host = http != null ? http.host() : tcp != null ? tcp.host() : null;
    int port = http != null ? http.port() : tcp != null ? tcp.port() : ownPort;
    return new DependencyCheck(
        dependent,
        dependency.name(),
        workload,
        host == null ? ownHost : host,
        port,
        http == null ? null : http.path(),
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
