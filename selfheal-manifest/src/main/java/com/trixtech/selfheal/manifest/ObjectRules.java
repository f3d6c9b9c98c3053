package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.semantics.ConfigSource;
import com.trixtech.selfheal.manifest.semantics.DestinationPolicy;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import com.trixtech.selfheal.manifest.semantics.RetryAnnotations;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that one object must keep by itself. */
final class ObjectRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private final Problems problems;
  private final PodRules pods;

  ObjectRules(Problems problems) {
    this.problems = problems;
    this.pods = new PodRules(problems);
  }

  /**
   * Reports what is wrong; true when the object has a name and a body, so that others can be
   * compared with it.
   */
  boolean check(Sourced<?> object) {
    return switch (object.value()) {
      case Deployment d ->
          named(object, d.getMetadata()) && body(object, d.getSpec()) && deployment(object, d);
      case StatefulSet s ->
          named(object, s.getMetadata()) && body(object, s.getSpec()) && statefulSet(object, s);
      case Service s ->
          named(object, s.getMetadata()) && body(object, s.getSpec()) && service(object, s);
      case PodDisruptionBudget p ->
          named(object, p.getMetadata()) && body(object, p.getSpec()) && budget(object, p);
      case Secret s -> named(object, s.getMetadata()) && secret(object, s);
      case DestinationRule d ->
          named(object, d.getMetadata()) && body(object, d.getSpec()) && destination(object, d);
      case HealPolicy p ->
          named(object, p.metadata()) && new PolicyRules(problems).check(object, p.spec());
      case io.fabric8.kubernetes.api.model.ConfigMap c -> named(object, c.getMetadata());
      default ->
          throw new IllegalStateException(
              object.value().getClass() + " (expected: a type that the reader knows)");
    };
  }

  private boolean named(Sourced<?> object, @Nullable ObjectMeta meta) {
    if (meta == null || meta.getName() == null) {
      problems.error(
          object, "metadata.name", "metadata.name: missing (expected: the object's name)");
      return false;
    }
    if (!NAME.matcher(meta.getName()).matches()) {
      problems.error(
          object,
          "metadata.name",
          "name: " + meta.getName() + " (expected: a-z, 0-9, '-' and '.', at most 253 characters)");
    }
    return true;
  }

  private boolean body(Sourced<?> object, @Nullable Object spec) {
    if (spec == null) {
      problems.error(object, "spec", "spec: missing (expected: the object's body)");
    }
    return spec != null;
  }

  private boolean deployment(Sourced<?> object, Deployment deployment) {
    var spec = deployment.getSpec();
    var strategy = spec.getStrategy();
    String type = strategy == null ? null : strategy.getType();
    if (type != null && !Set.of("RollingUpdate", "Recreate").contains(type)) {
      problems.error(
          object, "spec.strategy.type", "type: " + type + " (expected: RollingUpdate or Recreate)");
    }
    if (strategy != null && strategy.getRollingUpdate() != null) {
      IntOrPercent surge =
          percent(
              object,
              "spec.strategy.rollingUpdate.maxSurge",
              strategy.getRollingUpdate().getMaxSurge());
      IntOrPercent unavailable =
          percent(
              object,
              "spec.strategy.rollingUpdate.maxUnavailable",
              strategy.getRollingUpdate().getMaxUnavailable());
      if (surge != null && unavailable != null && surge.value() == 0 && unavailable.value() == 0) {
        problems.error(
            object,
            "spec.strategy.rollingUpdate.maxSurge",
            "maxSurge: 0 with maxUnavailable: 0 (expected: one of them > 0, or no update can begin)");
      }
    }
    return pods.check(object, spec.getSelector(), spec.getTemplate(), Set.of());
  }

  private boolean statefulSet(Sourced<?> object, StatefulSet set) {
    Set<String> claims = new HashSet<>();
    for (int i = 0; i < set.getSpec().getVolumeClaimTemplates().size(); i++) {
      var meta = set.getSpec().getVolumeClaimTemplates().get(i).getMetadata();
      String path = "spec.volumeClaimTemplates[" + i + "].metadata.name";
      if (meta == null || meta.getName() == null) {
        problems.error(object, path, path + ": missing (expected: the volume's name)");
      } else if (!claims.add(meta.getName())) {
        problems.error(
            object, path, "name: " + meta.getName() + " (expected: each volume claim once)");
      }
    }
    return pods.check(object, set.getSpec().getSelector(), set.getSpec().getTemplate(), claims);
  }

  private boolean service(Sourced<?> object, Service service) {
    var spec = service.getSpec();
    boolean external = "ExternalName".equals(spec.getType());
    try {
      var _ = RetryAnnotations.of(service);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      problems.error(
          object, "metadata.annotations." + message.substring(0, message.indexOf(':')), message);
    }
    if (!external && (spec.getSelector() == null || spec.getSelector().isEmpty())) {
      problems.error(
          object,
          "spec.selector",
          "selector: empty (expected: labels; an empty selector chooses nothing)");
    }
    if (!external && spec.getPorts().isEmpty()) {
      problems.error(object, "spec.ports", "ports: none (expected: at least one)");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < spec.getPorts().size(); i++) {
      var port = spec.getPorts().get(i);
      String path = "spec.ports[" + i + "]";
      if (port.getPort() == null) {
        problems.error(object, path + ".port", path + ".port: missing (expected: a port number)");
      } else if (!seen.add(
          Objects.requireNonNullElse(port.getProtocol(), "TCP") + " " + port.getPort())) {
        problems.error(
            object, path + ".port", "port: " + port.getPort() + " (expected: each port once)");
      }
      if (port.getName() == null && spec.getPorts().size() > 1) {
        problems.error(
            object, path, path + ".name: missing (expected: a name, as there are several ports)");
      } else if (port.getName() != null && !seen.add(port.getName())) {
        problems.error(
            object, path + ".name", "name: " + port.getName() + " (expected: each port name once)");
      }
    }
    return true;
  }

  private boolean budget(Sourced<?> object, PodDisruptionBudget budget) {
    var spec = budget.getSpec();
    if (LabelMatch.isEmpty(spec.getSelector())) {
      problems.error(
          object,
          "spec.selector",
          "selector: empty (expected: labels; an empty selector is never meant)");
    }
    if ((spec.getMinAvailable() == null) == (spec.getMaxUnavailable() == null)) {
      String given = spec.getMinAvailable() == null ? "neither" : "both";
      problems.error(
          object,
          "spec",
          "spec: " + given + " of minAvailable and maxUnavailable (expected: exactly one)");
    }
    percent(object, "spec.minAvailable", spec.getMinAvailable());
    percent(object, "spec.maxUnavailable", spec.getMaxUnavailable());
    String policy = spec.getUnhealthyPodEvictionPolicy();
    if (policy != null && !Set.of("IfHealthyBudget", "AlwaysAllow").contains(policy)) {
      problems.error(
          object,
          "spec.unhealthyPodEvictionPolicy",
          "unhealthyPodEvictionPolicy: " + policy + " (expected: IfHealthyBudget or AlwaysAllow)");
    }
    return true;
  }

  private boolean secret(Sourced<?> object, Secret secret) {
    try {
      var _ = ConfigSource.entries(secret);
    } catch (IllegalArgumentException e) {
      problems.error(object, "data", String.valueOf(e.getMessage()));
    }
    return true;
  }

  private boolean destination(Sourced<?> object, DestinationRule rule) {
    if (rule.getSpec().getHost() == null) {
      problems.error(object, "spec.host", "spec.host: missing (expected: a Service's name)");
    }
    try {
      var _ = DestinationPolicy.of(rule);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String field = message.substring(0, message.indexOf(':'));
      String parent = field.equals("connectTimeout") ? "connectionPool.tcp." : "outlierDetection.";
      problems.error(object, "spec.trafficPolicy." + parent + field, message);
    }
    return true;
  }

  private @Nullable IntOrPercent percent(
      Sourced<?> object, String path, @Nullable IntOrString value) {
    if (value == null) {
      return null;
    }
    try {
      return IntOrPercent.of(value);
    } catch (IllegalArgumentException e) {
      problems.error(
          object, path, path.substring(path.lastIndexOf('.') + 1) + ": " + e.getMessage());
      return null;
    }
  }
}
