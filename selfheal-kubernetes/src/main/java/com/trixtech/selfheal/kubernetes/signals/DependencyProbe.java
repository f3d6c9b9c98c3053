package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Network;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one declared dependency is looked at, independently of what its dependents say. Immutable.
 *
 * @param question what is asked, and where: at the dependency's Service, unless the policy names
 *     another host
 */
record DependencyProbe(
    WorkloadRef dependent,
    String name,
    Network question,
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
                  new TcpSocket(external.host(), external.port()),
                  SECOND,
                  SECOND,
                  3,
                  1));
    }
    Network asked = ProbeSpec.question(check);
    return Optional.of(
        new DependencyProbe(
            dependent,
            dependency.name(),
            asked.host() == null ? asked.at(ownHost(namespace, dependency), asked.port()) : asked,
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
