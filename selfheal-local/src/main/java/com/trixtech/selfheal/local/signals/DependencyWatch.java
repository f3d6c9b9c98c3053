package com.trixtech.selfheal.local.signals;

import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.DependencyCheck;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.ProbeRun;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at every declared dependency by itself, past the Service proxy, so that a dependent's word
 * is not the only evidence. Confined to the event loop; the checks run on virtual threads.
 */
final class DependencyWatch {
  private static final class Verdict {
    boolean reachable;
    boolean known;
    int run;
    boolean last;
    Instant at = Instant.EPOCH;
    String detail = "";
  }

  private final Loop loop;
  private final Cluster cluster;
  private final Map<DependencyCheck, Verdict> verdicts = new HashMap<>();
  private List<DependencyCheck> begun = List.of();

  DependencyWatch(Loop loop, Cluster cluster) {
    this.loop = loop;
    this.cluster = cluster;
  }

  /** Facts about all dependencies that were looked at at least once. */
  List<DependencyFact> facts() {
    List<DependencyCheck> checks = cluster.applied().checks();
    if (checks != begun) { // four times a second, and nearly always the same
      verdicts.keySet().retainAll(checks);
      checks.stream().filter(c -> !verdicts.containsKey(c)).toList().forEach(this::begin);
      begun = checks;
    }
    return checks.stream()
        .flatMap(c ->
            Optional.ofNullable(verdicts.get(c)).filter(v -> v.known).map(v -> fact(c, v)).stream())
        .toList();
  }

  private static DependencyFact fact(DependencyCheck check, Verdict verdict) {
    return new DependencyFact(
        verdict.at, check.dependent(), check.name(), verdict.reachable, verdict.detail);
  }

  private void begin(DependencyCheck check) {
    Verdict verdict = new Verdict();
    verdicts.put(check, verdict);
    look(check, verdict);
  }

  private void look(DependencyCheck check, Verdict verdict) {
    if (verdicts.get(check) != verdict) {
      return;
    }
    Instant begun = loop.now();
    List<Network> questions = questions(check);
    ProbeRun run = cluster.node().probes();
    loop.aside(
        () -> {
          ProbeRun.Result result = new ProbeRun.Result(false, none(check));
          for (Network question : questions) {
            result =
                run.run(
                    question,
                    Objects.requireNonNull(question.host()),
                    check.timeout(),
                    () -> {
                      throw new IllegalStateException("a dependency is not checked by exec");
                    });
            if (result.success()) {
              break;
            }
          }
          return result;
        },
        result -> {
          record(check, verdict, result);
          Duration wait = Duration.between(loop.now(), begun.plus(check.period()));
          loop.after(wait, () -> look(check, verdict));
        });
  }

  private void record(DependencyCheck check, Verdict verdict, ProbeRun.Result result) {
    verdict.run = verdict.known && verdict.last == result.success() ? verdict.run + 1 : 1;
    verdict.last = result.success();
    verdict.at = loop.now();
    verdict.detail = result.detail();
    int threshold = result.success() ? check.successThreshold() : check.failureThreshold();
    // The first look is all there is to go by.
    if (!verdict.known || verdict.run >= threshold) {
      verdict.reachable = result.success();
    }
    verdict.known = true;
  }

  /** Where to ask: each instance of the workload, unless the check names a host. */
  private List<Network> questions(DependencyCheck check) {
    if (check.question().host() != null) {
      return List.of(check.question());
    }
    if (check.workload() == null) {
      return List.of();
    }
    return cluster.instances(check.workload()).stream()
        .filter(i -> i.record().serving() && (i.ready() || !check.byReadiness()))
        .map(i -> check.question().at(i.record().ip(), port(check, i)))
        .toList();
  }

  private static int port(DependencyCheck check, Instance instance) {
    int port = check.question().port();
    var blueprint = instance.blueprint();
    return port > 0 || blueprint == null || blueprint.ports().isEmpty()
        ? port
        : blueprint.ports().getFirst();
  }

  private static String none(DependencyCheck check) {
    return check.byReadiness()
        ? "no instance of " + check.workload() + " is ready"
        : "no instance of " + check.workload() + " runs";
  }
}
