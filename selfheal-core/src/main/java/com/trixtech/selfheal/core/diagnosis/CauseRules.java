package com.trixtech.selfheal.core.diagnosis;

import com.trixtech.selfheal.core.diagnosis.Diagnosis.Rejected;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.Span;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The differential diagnosis. Stateless and deterministic; thread-safe.
 *
 * <p>For each workload that ails, in this order, the first rule that holds gives the cause, and
 * those before it are kept as rejected, with the reason:
 *
 * <ol>
 *   <li><b>Signals blind</b>: most of what should be seen has no fresh signal.
 *   <li><b>Dependency failed</b>: a hard dependency does not answer an independent check, or the
 *       workload that provides it has no ready instance. Restarting the dependent would only add a
 *       reconnect storm. Bad or late answers are explained also by one most of whose
 *       instances ail, and for a proven revision by a soft one too.
 *   <li><b>Bad release</b>: the instances of the new revision fail and were never well, those of
 *       the old one do not; or all run a revision that was never proven, and most fail in a way
 *       that a single fault does not explain: nearly all of them at once, though they were ready,
 *       or most of them one after the other, by their own fault. A first revision is blamed only
 *       where it was never ready: with none before it, nothing says that a change did it.
 *   <li><b>Shared cause unknown</b>: nearly all ail at once and nothing above explains it.
 *   <li><b>An instance's own fault</b>: its peers are well; named after the gravest symptom.
 * </ol>
 *
 * <p>Peers decide between one and all: a fault that three of four peers do not share lies in the
 * one.
 */
public final class CauseRules {

  /** Explains all workloads of one assessment; a healthy one gets {@link Cause#NOTHING_WRONG}. */
  public List<Diagnosis> explain(
      List<WorkloadHealth> workloads,
      List<DependencyHealth> dependencies,
      Function<WorkloadRef, Policy> policies,
      Function<WorkloadRef, ReleaseHistory> releases) {
    Map<WorkloadRef, WorkloadHealth> byRef = new HashMap<>();
    workloads.forEach(w -> byRef.put(w.workload(), w));
    List<Diagnosis> result = new ArrayList<>(workloads.size());
    for (WorkloadHealth workload : workloads) {
      Case patient =
          new Case(workload, policies, releases.apply(workload.workload()), byRef, dependencies);
      result.add(patient.explain());
    }
    return result;
  }

  /** One workload being explained. */
  private static final class Case {
    private final WorkloadHealth workload;
    private final Policy policy;
    private final Function<WorkloadRef, Policy> policies;
    private final ReleaseHistory releases;
    private final Map<WorkloadRef, WorkloadHealth> all;
    private final List<DependencyHealth> checks;
    private final List<InstanceHealth> ailing;
    private final List<String> evidence = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();

    Case(
        WorkloadHealth workload,
        Function<WorkloadRef, Policy> policies,
        ReleaseHistory releases,
        Map<WorkloadRef, WorkloadHealth> all,
        List<DependencyHealth> checks) {
      this.workload = workload;
      this.policies = policies;
      this.policy = policies.apply(workload.workload());
      this.releases = releases;
      this.all = all;
      this.checks = checks;
      this.ailing = workload.health() == Health.HEALTHY ? List.of() : workload.ailing();
    }

    Diagnosis explain() {
      if (workload.health() == Health.HEALTHY) {
        return diagnosis(Cause.NOTHING_WRONG, List.of());
      }
      Diagnosis found = blind();
      found = found != null ? found : dependencyFailed();
      found = found != null ? found : nothingYet();
      found = found != null ? found : badRelease();
      found = found != null ? found : sharedCause();
      return found != null ? found : ownFault();
    }

    private @Nullable Diagnosis blind() {
      int total = workload.instances().size();
      int unknown = workload.availability().unknown();
      boolean workloadStale = total == 0 && workload.health() == Health.UNKNOWN;
      if (workloadStale || (unknown > 0 && unknown * 2 > total)) {
        evidence.add(
            "%d of %d instances have no signal younger than %s"
                .formatted(unknown, total, Span.of(policy.detection().freshness())));
        return diagnosis(Cause.SIGNALS_BLIND, List.of());
      }
      reject(Cause.SIGNALS_BLIND, "%d of %d signals are fresh".formatted(total - unknown, total));
      return null;
    }

    private @Nullable Diagnosis dependencyFailed() {
      Availability serving = workload.availability();
      boolean onlyAnswers =
          !ailing.isEmpty() && ailing.stream().allMatch(i -> i.symptom().inAnswers());
      for (Dependency dependency : policy.dependsOn()) {
        String failure = failureOf(dependency);
        if (failure == null && onlyAnswers) {
          failure = ailsToo(dependency);
        }
        if (failure == null) {
          continue;
        }
        // A release that was never proven explains bad answers better than what is only degrading.
        boolean degrades =
            onlyAnswers
                && !dependency.external()
                && releases.proven().containsKey(workload.current());
        if (dependency.strength() == Dependency.Strength.SOFT && !degrades) {
          reject(
              dependency.external() ? Cause.EXTERNAL_DEPENDENCY_FAILED : Cause.DEPENDENCY_FAILED,
              "%s fails, but is declared soft: the workload can serve without it"
                  .formatted(dependency.name()));
          continue;
        }
        if (ailing.isEmpty() && (serving.unavailable() == 0 || onlyStarting())) {
          continue;
        }
        evidence.add(failure);
        rootOf(dependency, new HashSet<>(Set.of(workload.workload())));
        evidence.add("%d of %d instances are ready".formatted(serving.ready(), serving.desired()));
        symptoms();
        return diagnosis(
            dependency.external() ? Cause.EXTERNAL_DEPENDENCY_FAILED : Cause.DEPENDENCY_FAILED,
            ailing);
      }
      return null;
    }

    /** Whoever asks a workload most of whose instances ail answers badly too, or late. */
    private @Nullable String ailsToo(Dependency dependency) {
      WorkloadHealth provider = providerOf(dependency);
      if (provider == null) {
        return null;
      }
      int ail = provider.ailing().size();
      int all = Math.max(provider.instances().size(), provider.availability().desired());
      return ail * 2 > all
          ? "%d of %d instances of %s ail".formatted(ail, all, provider.workload())
          : null;
    }

    /**
     * What is missing starts for the first time: nothing has failed that could be held or healed.
     */
    private boolean onlyStarting() {
      return workload.instances().stream()
          .allMatch(i -> i.ready() || (i.symptom() == Symptom.STARTING && i.restarts() == 0));
    }

    /** Why the dependency counts as failed, or null; notes as rejected why not. */
    private @Nullable String failureOf(Dependency dependency) {
      Cause cause =
          dependency.external() ? Cause.EXTERNAL_DEPENDENCY_FAILED : Cause.DEPENDENCY_FAILED;
      String failure = failureOf(workload.workload(), dependency);
      if (failure != null) {
        return failure;
      }
      DependencyHealth check = checkOf(workload.workload(), dependency);
      WorkloadHealth provider = providerOf(dependency);
      if (check != null && check.health() == Health.HEALTHY) {
        reject(
            cause,
            "%s answers an independent check: %s".formatted(dependency.name(), check.evidence()));
      } else if (provider == null) {
        reject(cause, "nothing fresh is known of %s".formatted(dependency.name()));
      } else {
        reject(cause, "%s is %s".formatted(provider.workload(), provider.health().word()));
      }
      return null;
    }

    /** Why that workload's dependency counts as failed, or null. */
    private @Nullable String failureOf(WorkloadRef dependent, Dependency dependency) {
      DependencyHealth check = checkOf(dependent, dependency);
      if (check != null && check.health() == Health.FAILED) {
        return "%s does not answer an independent check: %s"
            .formatted(dependency.name(), check.evidence());
      }
      if (check != null && check.health() == Health.HEALTHY) {
        return null;
      }
      WorkloadHealth provider = providerOf(dependency);
      return provider != null
              && provider.health() == Health.FAILED
              && provider.availability().ready() == 0
          ? "%s has 0 of %d instances ready"
              .formatted(provider.workload(), provider.availability().desired())
          : null;
    }

    /** Follows the declared graph down to where the failure begins; a circle ends it. */
    private void rootOf(Dependency dependency, Set<WorkloadRef> seen) {
      WorkloadHealth provider = providerOf(dependency);
      if (provider == null
          || provider.health() == Health.HEALTHY
          || !seen.add(provider.workload())) {
        return;
      }
      for (Dependency deeper : policies.apply(provider.workload()).dependsOn()) {
        String failure = failureOf(provider.workload(), deeper);
        if (failure != null && deeper.strength() == Dependency.Strength.HARD) {
          evidence.add(failure);
          rootOf(deeper, seen);
          return;
        }
      }
      provider
          .ailing()
          .forEach(
              i -> evidence.add("%s: %s".formatted(i.instance().name(), i.symptom().sentence())));
    }

    private @Nullable WorkloadHealth providerOf(Dependency dependency) {
      return dependency.workload() == null ? null : all.get(dependency.workload());
    }

    private @Nullable DependencyHealth checkOf(WorkloadRef dependent, Dependency dependency) {
      for (DependencyHealth check : checks) {
        if (check.dependent().equals(dependent)
            && check.dependency().name().equals(dependency.name())) {
          return check;
        }
      }
      return null;
    }

    /**
     * Fewer are ready than asked for, but no instance shows a symptom: it starts, or is being
     * changed.
     */
    private @Nullable Diagnosis nothingYet() {
      return ailing.isEmpty() ? diagnosis(Cause.NOTHING_WRONG, List.of()) : null;
    }

    private @Nullable Diagnosis badRelease() {
      List<InstanceHealth> fresh = ofRevision(workload.instances(), true);
      List<InstanceHealth> old = ofRevision(workload.instances(), false);
      List<InstanceHealth> failing = ofRevision(ailing, true);
      List<InstanceHealth> inTurn = FailedInTurn.most(fresh, workload, all.values());
      boolean together = failing.size() >= most() || !inTurn.isEmpty();
      List<InstanceHealth> bad = failing.stream().filter(i -> blamesRelease(i, together)).toList();
      long struck = fresh.stream().filter(i -> bad.contains(i) || inTurn.contains(i)).count();
      if (workload.revisions().size() == 1 && bad.stream().anyMatch(InstanceHealth::provedReady)) {
        reject(
            Cause.BAD_RELEASE,
            "the current revision is the only one, and its instances were ready before");
        return null;
      }
      long oldAiling = ofRevision(ailing, false).size();
      boolean proven = releases.proven().containsKey(workload.current());
      if (bad.isEmpty()) {
        reject(
            Cause.BAD_RELEASE,
            "no instance of the current revision fails in a way that a release explains");
        return null;
      }
      if (proven) {
        reject(Cause.BAD_RELEASE, "the current revision was proven good before");
        return null;
      }
      if (old.isEmpty() && struck * 2 <= fresh.size()) {
        reject(
            Cause.BAD_RELEASE,
            "only %d of %d instances of the current revision fail".formatted(struck, fresh.size()));
        return null;
      }
      if (oldAiling > 0) {
        reject(
            Cause.BAD_RELEASE, "%d instances of the revision before ail too".formatted(oldAiling));
        return null;
      }
      evidence.add(
          "%d of %d instances of the new revision %s; %d of %d of the one before do"
              .formatted(
                  struck,
                  fresh.size(),
                  struck > bad.size() ? "fail one after the other" : "fail",
                  oldAiling,
                  old.size()));
      evidence.add(
          "the new revision was never proven good; it is current since " + workload.changedAt());
      symptoms();
      return diagnosis(Cause.BAD_RELEASE, bad);
    }

    /**
     * Whether the instance fails as a bad revision does, and not as any instance may by chance: not
     * one alone that was ready before.
     */
    private static boolean blamesRelease(InstanceHealth instance, boolean together) {
      return switch (instance.symptom()) {
        case SLOW, ERRORING, CRASH_LOOPING, NOT_STARTED -> true;
        case CRASHED, OUT_OF_MEMORY, NOT_READY, HUNG -> together || !instance.provedReady();
        case NONE, STARTING, TERMINATING, SIGNAL_LOST -> false;
      };
    }

    private List<InstanceHealth> ofRevision(List<InstanceHealth> instances, boolean current) {
      return instances.stream()
          .filter(i -> i.revision().equals(workload.current()) == current)
          .toList();
    }

    private @Nullable Diagnosis sharedCause() {
      int total = total();
      int most = most();
      int doubtful = workload.doubtful();
      if (ailing.size() + doubtful < most) {
        reject(
            Cause.SHARED_CAUSE_UNKNOWN,
            "%d of %d instances ail (a shared cause is assumed from %d)"
                .formatted(ailing.size(), total, most));
        return null;
      }
      evidence.add(
          "%d of %d instances ail at once%s"
              .formatted(
                  ailing.size(),
                  total,
                  doubtful == 0 ? "" : ", and %d more are not ready".formatted(doubtful)));
      symptoms();
      return diagnosis(Cause.SHARED_CAUSE_UNKNOWN, ailing);
    }

    private int total() {
      return Math.max(workload.instances().size(), workload.availability().desired());
    }

    /** So many at once share a cause. */
    private int most() {
      return Math.max(2, Math.ceilDiv(total() * 3, 4));
    }

    private Diagnosis ownFault() {
      Symptom gravest = ailing.getFirst().symptom();
      symptoms();
      evidence.add(
          "%d of %d instances are ready"
              .formatted(workload.availability().ready(), workload.availability().desired()));
      return diagnosis(Cause.ofOne(gravest), ailing);
    }

    private void symptoms() {
      ailing.stream()
          .limit(5)
          .forEach(
              i -> evidence.add("%s: %s".formatted(i.instance().name(), i.symptom().sentence())));
      if (ailing.size() > 5) {
        evidence.add("and %d more instances".formatted(ailing.size() - 5));
      }
    }

    private void reject(Cause cause, String why) {
      rejected.add(new Rejected(cause, why));
    }

    private Diagnosis diagnosis(Cause cause, List<InstanceHealth> affected) {
      if (cause != Cause.NOTHING_WRONG) {
        workload.alerts().forEach(a -> evidence.add(a.sentence()));
      }
      return new Diagnosis(workload.workload(), cause, affected, evidence, rejected);
    }
  }
}
