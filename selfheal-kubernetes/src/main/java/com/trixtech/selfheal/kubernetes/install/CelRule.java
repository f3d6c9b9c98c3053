package com.trixtech.selfheal.kubernetes.install;

import com.trixtech.selfheal.manifest.policy.Budget;
import com.trixtech.selfheal.manifest.policy.Escalation;
import com.trixtech.selfheal.manifest.policy.Maintenance;
import com.trixtech.selfheal.manifest.policy.Remediation;
import com.trixtech.selfheal.manifest.policy.ServiceLevel;
import com.trixtech.selfheal.manifest.policy.Spec;
import java.util.List;
import java.util.Map;

/**
 * What the API server checks beyond types: the rules of the reader of files as far as CEL can say
 * them, in the reader's words. Immutable.
 *
 * @param rule a CEL expression over {@code self}
 * @param message what is wrong and what was expected
 * @param field the field to blame, such as {@code .timeout}; empty for the object itself
 */
record CelRule(String rule, String message, String field) {

  private static final Map<Class<?>, List<CelRule>> OF =
      Map.of(
          Spec.class,
          List.of(
              positive("freshness"),
              new CelRule(
                  "self.remediations.size() == 0 || self.remediations.exists(r, r.action == 'Escalate'"
                      + " && r.when.size() == 0 && self.remediations.all(o, o.order <= r.order))",
                  "the ladder does not end in an escalation (expected: the highest order has action Escalate and no when)",
                  ".remediations"),
              new CelRule(
                  "self.remediations.all(r, r.action != 'Escalate' || r.when.size() > 0 ||"
                      + " self.remediations.all(o, o.order <= r.order))",
                  "Escalate for all causes before the end (expected: last; later steps are never reached)",
                  ".remediations"),
              new CelRule(
                  "self.remediations.exists(r, r.action == 'RollBack') || self.remediations.all(r, !has(r.rollback))",
                  "rollback: without a RollBack step (expected: only beside action: RollBack)",
                  ".remediations")),
          Spec.TargetRef.class,
          List.of(
              new CelRule(
                  "self.apiVersion == 'apps/v1'",
                  "apiVersion: not supported (expected: apps/v1)",
                  ".apiVersion"),
              new CelRule(
                  "self.name.size() > 0",
                  "name: empty (expected: the name of one workload; empty matches nothing)",
                  ".name")),
          Spec.Dependency.class,
          List.of(
              new CelRule("self.name.size() > 0", "name: empty (expected: a name)", ".name"),
              new CelRule(
                  "has(self.targetRef) != has(self.external)",
                  "neither or both of targetRef and external (expected: exactly one)",
                  "")),
          Spec.Check.class,
          List.of(
              positive("period"),
              positive("timeout"),
              new CelRule(
                  "[has(self.tcpSocket), has(self.httpGet), has(self.postgres)].filter(h, h).size() == 1",
                  "none or several of tcpSocket, httpGet and postgres (expected: exactly one)",
                  "")),
          Spec.Verify.class,
          List.of(
              positive("timeout"),
              new CelRule(
                  "duration(self.timeout) > duration(self.stabilizationWindow)",
                  "timeout: not longer than stabilizationWindow (expected: longer, or no verification can ever succeed)",
                  ".timeout")),
          ServiceLevel.class,
          List.of(positive("window")),
          Budget.class,
          List.of(positive("window")),
          Budget.Backoff.class,
          List.of(
              new CelRule(
                  "duration(self.max) >= duration(self.initial)",
                  "max: shorter than initial (expected: >= initial)",
                  ".max")),
          Remediation.class,
          List.of(positive("timeout")),
          Maintenance.class,
          List.of(positive("duration")));

  private static final List<CelRule> NOTIFY =
      List.of(
          new CelRule(
              "self.kind != 'log' || !has(self.url)",
              "url: given (expected: none for kind log)",
              ""),
          new CelRule(
              "self.kind != 'webhook' || (has(self.url) && self.url.matches('^https?://[^/]+'))",
              "url: missing or no web address (expected: an http or https address for kind webhook)",
              ""));

  /** The rules of one record; most have none. */
  static List<CelRule> of(Class<?> record) {
    return record == Escalation.Notify.class ? NOTIFY : OF.getOrDefault(record, List.of());
  }

  private static CelRule positive(String name) {
    return new CelRule(
        "duration(self." + name + ") > duration('0s')", name + ": 0s (expected: > 0s)", "." + name);
  }
}
