package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.manifest.policy.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one declared dependency is looked at, independently of what its dependents say. Immutable.
 *
 * @param host a name or address: the dependency's Service, where the policy names no other
 * @param path of a GET; null = a connection is enough
 */
record DependencyProbe(
    WorkloadRef dependent,
    String name,
    String host,
    int port,
    @Nullable String path,
    Duration period,
    Duration timeout,
    int failureThreshold,
    int successThreshold) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Those of one policy. A workload without a check is judged by its own readiness. */
  static List<DependencyProbe> of(HealPolicy policy) {
    WorkloadRef dependent = LoopPolicies.target(policy.namespace(), policy.spec().targetRef());
    return policy.spec().dependsOn().stream()
        .flatMap(d -> of(dependent, policy.namespace(), d).stream())
        .toList();
  }

  private static Optional<DependencyProbe> of(
      WorkloadRef dependent, String namespace, Spec.Dependency dependency) {
    Spec.External external = dependency.external();
    Spec.Check check = dependency.check();
    if (check == null) {
      return external == null
          ? Optional.empty()
          : Optional.of(
              new DependencyProbe(
                  dependent,
                  dependency.name(),
                  external.host(),
                  external.port(),
                  null,
                  SECOND,
                  SECOND,
                  3,
                  1));
    }
    Spec.HttpCheck http = check.httpGet();
    Spec.TcpCheck tcp = check.tcpSocket();
    String host = http != null ? http.host() : tcp != null ? tcp.host() : null;
    int port = http != null ? http.port() : tcp != null ? tcp.port() : 0;
    return Optional.of(
        new DependencyProbe(
            dependent,
            dependency.name(),
            host == null ? ownHost(namespace, dependency) : host,
            port,
            http == null ? null : http.path(),
            check.period(),
            check.timeout(),
            check.failureThreshold(),
            check.successThreshold()));
  }

  /** A workload is asked through the Service of its name. */
  private static String ownHost(String namespace, Spec.Dependency dependency) {
    return Stream.concat(
            Stream.ofNullable(dependency.external()).map(Spec.External::host),
            Stream.ofNullable(dependency.targetRef()).map(t -> t.name() + "." + namespace + ".svc"))
        .findFirst()
        .orElse(dependency.name());
  }
}
