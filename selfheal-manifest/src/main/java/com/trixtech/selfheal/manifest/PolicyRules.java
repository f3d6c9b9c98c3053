package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.policy.Escalation.Notify;
import com.trixtech.selfheal.manifest.policy.NotifyKind;
import com.trixtech.selfheal.manifest.policy.Remedy;
import com.trixtech.selfheal.manifest.policy.ServiceLevel;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.semantics.GoDuration;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The rules that one HealPolicy must keep by itself. */
final class PolicyRules {
  /** A runtime remembers the traffic of so long in parts of half a second. */
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  private final Problems problems;

  PolicyRules(Problems problems) {
    this.problems = problems;
  }

  /** Reports what is wrong. Always true: a bound policy is whole. */
  boolean check(Sourced<?> object, Spec spec) {
    if (!spec.targetRef().apiVersion().equals("apps/v1")) {
      problems.error(
          object,
          "spec.targetRef.apiVersion",
          "apiVersion: " + spec.targetRef().apiVersion() + " (expected: apps/v1)");
    }
    dependencies(object, spec);
    Set<Integer> orders = new HashSet<>();
    for (int i = 0; object.lines().containsKey("spec.remediations[" + i + "]"); i++) {
      String at = "spec.remediations[" + i + "]";
      // Steps stand in the order of the ladder here, in the order of the file there: compare by
      // what was written.
      if (object.lines().containsKey(at + ".rollback")
          && spec.remediations().stream().noneMatch(r -> r.action() == Remedy.RollBack)) {
        problems.error(
            object,
            at + ".rollback",
            "rollback: without a RollBack step (expected: only beside action: RollBack)");
      }
    }
    for (var step : spec.remediations()) {
      if (!orders.add(step.order())) {
        problems.error(
            object, "spec.remediations", "order: " + step.order() + " (expected: each order once)");
      }
      positive(
          object, "spec.remediations", "remediation " + step.order() + " timeout", step.timeout());
    }
    var last = spec.remediations();
    for (int i = 0; i + 1 < last.size(); i++) {
      if (last.get(i).action() == Remedy.Escalate && last.get(i).when().isEmpty()) {
        problems.error(
            object,
            "spec.remediations",
            "order: "
                + last.get(i).order()
                + " Escalate for all causes (expected: last; later steps are never reached)");
      }
    }
    positive(object, "spec.freshness", "freshness", spec.freshness());
    serviceLevel(object, spec.serviceLevel());
    positive(object, "spec.budget.window", "window", spec.budget().window());
    positive(object, "spec.verify.timeout", "timeout", spec.verify().timeout());
    if (spec.verify().timeout().compareTo(spec.verify().stabilizationWindow()) <= 0) {
      problems.error(
          object,
          "spec.verify.timeout",
          "timeout: not longer than stabilizationWindow (expected: longer, or no verification can ever succeed)");
    }
    if (spec.budget().backoff().max().compareTo(spec.budget().backoff().initial()) < 0) {
      problems.error(
          object, "spec.budget.backoff.max", "max: shorter than initial (expected: >= initial)");
    }
    for (int i = 0; i < spec.maintenance().size(); i++) {
      positive(
          object,
          "spec.maintenance[" + i + "].duration",
          "duration",
          spec.maintenance().get(i).duration());
    }
    for (int i = 0; i < spec.escalation().receivers().size(); i++) {
      receiver(object, "spec.escalation.notify[" + i + "]", spec.escalation().receivers().get(i));
    }
    return true;
  }

  private void serviceLevel(Sourced<?> object, ServiceLevel level) {
    positive(object, "spec.serviceLevel.window", "window", level.window());
    if (level.window().compareTo(LONGEST_WINDOW) > 0) {
      problems.error(
          object,
          "spec.serviceLevel.window",
          "window: " + GoDuration.format(level.window()) + " (expected: at most 10m)");
    }
    Duration latency = level.maxLatencyP99();
    if (latency != null) {
      positive(object, "spec.serviceLevel.maxLatencyP99", "maxLatencyP99", latency);
    }
  }

  private void dependencies(Sourced<?> object, Spec spec) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.dependsOn().size(); i++) {
      var dependency = spec.dependsOn().get(i);
      String at = "spec.dependsOn[" + i + "]";
      if (!names.add(dependency.name())) {
        problems.error(
            object,
            at + ".name",
            "name: " + dependency.name() + " (expected: each dependency once)");
      }
      if ((dependency.targetRef() == null) == (dependency.external() == null)) {
        String given = dependency.targetRef() == null ? "neither" : "both";
        problems.error(
            object,
            at,
            "dependsOn "
                + dependency.name()
                + ": "
                + given
                + " of targetRef and external (expected: exactly one)");
      }
      var check = dependency.check();
      long asked =
          check == null
              ? 1
              : Stream.of(check.tcpSocket(), check.httpGet(), check.postgres())
                  .filter(Objects::nonNull)
                  .count();
      if (asked != 1) {
        problems.error(
            object,
            at + ".check",
            "check: %d of tcpSocket, httpGet and postgres (expected: exactly one)"
                .formatted(asked));
      }
      if (check != null) {
        positive(object, at + ".check.period", "period", check.period());
        positive(object, at + ".check.timeout", "timeout", check.timeout());
      }
    }
  }

  private void receiver(Sourced<?> object, String at, Notify notify) {
    String url = notify.url();
    if (notify.kind() == NotifyKind.log && url != null) {
      problems.error(object, at + ".url", "url: " + url + " (expected: none for kind log)");
    }
    if (notify.kind() == NotifyKind.webhook && !isHttp(url == null ? "" : url)) {
      problems.error(
          object, at, "url: " + url + " (expected: an http or https address for kind webhook)");
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void positive(Sourced<?> object, String path, String name, Duration value) {
    if (value.isZero()) {
      problems.error(object, path, name + ": 0s (expected: > 0s)");
    }
  }
}
