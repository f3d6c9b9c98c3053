package com.trixtech.selfheal.core.guard;

import static com.trixtech.selfheal.core.guard.Verdict.Reason.*;

import com.trixtech.selfheal.core.guard.Verdict.Reason;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Budget;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Span;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.plan.Plan;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges every remedy that would change the running system. Remembers when each workload was last
 * in a storm; all else comes with the question. Not thread-safe.
 *
 * <p>In this order, the first refusal is the verdict: a person's will (mode, suspension, pause,
 * maintenance), the healer's own start, one at a time, pace (cool-down, back-off, rate), what would
 * be left serving, and last an approval. The platform's restarts use up the rate, but for one act:
 * a crash loop that restarts itself out of its budget could not be cured. A remedy for a shared
 * cause is exempt from the storm stop, since it treats the cause and not the members; a hold, which
 * only keeps others from acting, is exempt from pace and availability.
 */
public final class Guard {
  private final Ledger ledger;
  private final Map<WorkloadRef, Instant> lastStorm = new HashMap<>();

  public Guard(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Notes whether the workload is in a storm now; to be called for each assessment, acts or none.
   */
  public void watch(WorkloadHealth workload, Policy policy, Instant now) {
    if (storming(workload, policy.budget())) {
      lastStorm.put(workload.workload(), now);
    }
  }

  /** Whether single instances of the workload may not be treated now, because too many ail. */
  public boolean storm(WorkloadRef workload, Policy policy, Instant now) {
    Instant last = lastStorm.get(workload);
    return last != null && last.plus(policy.budget().stormCooldown()).isAfter(now);
  }

  private static boolean storming(WorkloadHealth workload, Budget budget) {
    Availability serving = workload.availability();
    if (workload.instances().size() < 2) {
      return false;
    }
    if (serving.restarting() >= 2) {
      return true;
    }
    return serving.unavailable() >= 2
        && workload.ailing().size() + workload.doubtful() >= budget.stormAt(serving.desired());
  }

  /** Judges one plan. */
  public Verdict judge(
      Plan plan, WorkloadHealth workload, Policy policy, Circumstances around, Instant now) {
    Verdict verdict = will(workload.workload(), policy, around, now);
    if (plan.remedy().kind() != RemedyKind.HOLD_RESTARTS) {
      verdict = verdict != null ? verdict : oneAtATime(policy, around);
      verdict = verdict != null ? verdict : pace(plan, workload, policy, around, now);
      verdict = verdict != null ? verdict : remaining(plan, workload, policy, around, now);
    }
    if (verdict == null && needsApproval(plan, policy) && !around.approved()) {
      verdict = refuse(AWAITING_APPROVAL, "incident " + around.incident(), null);
    }
    return verdict != null ? verdict : admitted(plan, workload, policy, now);
  }

  private static boolean needsApproval(Plan plan, Policy policy) {
    return policy.mode() == Mode.APPROVE || plan.step().approvalRequired();
  }

  private static @Nullable Verdict will(
      WorkloadRef workload, Policy policy, Circumstances around, Instant now) {
    if (policy.mode() == Mode.OBSERVE) {
      return refuse(MODE_OBSERVE, "mode: Observe (expected: Approve or Enforce)", null);
    }
    if (policy.suspend()) {
      return refuse(SUSPENDED, "suspend: true", null);
    }
    for (Pause pause : around.pauses()) {
      if (pause.holds(workload, now)) {
        return refuse(
            PAUSED,
            "by %s until %s: %s".formatted(pause.by(), pause.until(), pause.reason()),
            pause.until());
      }
    }
    Optional<String> closed = policy.maintenance().closed(now);
    if (closed.isPresent()) {
      return refuse(MAINTENANCE, closed.get(), null);
    }
    if (now.isBefore(around.observingUntil())) {
      return refuse(
          STARTING_UP, "observing until " + around.observingUntil(), around.observingUntil());
    }
    return null;
  }

  private static @Nullable Verdict oneAtATime(Policy policy, Circumstances around) {
    if (around.inFlightHere() >= policy.budget().maxInFlight()) {
      return refuse(
          ACT_IN_FLIGHT,
          "%d unverified here, at most %d"
              .formatted(around.inFlightHere(), policy.budget().maxInFlight()),
          null);
    }
    if (around.inFlightEverywhere() >= around.maxInFlightEverywhere()) {
      return refuse(
          ACT_IN_FLIGHT,
          "%d unverified on all workloads, at most %d"
              .formatted(around.inFlightEverywhere(), around.maxInFlightEverywhere()),
          null);
    }
    return null;
  }

  private @Nullable Verdict pace(
      Plan plan, WorkloadHealth workload, Policy policy, Circumstances around, Instant now) {
    Budget budget = policy.budget();
    Instant cool =
        ledger
            .lastAct(workload.workload())
            .map(at -> at.plus(budget.cooldown()))
            .orElse(Instant.MIN);
    if (cool.isAfter(now)) {
      return refuse(COOLING_DOWN, "cooldown: " + Span.of(budget.cooldown()), cool);
    }
    Instant after =
        around
            .lastActInIncident()
            .map(at ->
                at.plus(
                    budget.backoff().after(around.actsInIncident(), around.incident().hashCode())))
            .orElse(Instant.MIN);
    if (after.isAfter(now)) {
      return refuse(
          BACKING_OFF, "act %d of this incident".formatted(around.actsInIncident() + 1), after);
    }
    boolean withPlatform = countsPlatform(plan, budget);
    if (ledger.used(workload.workload(), budget, withPlatform, now) >= budget.maxActions()) {
      return refuse(
          RATE_LIMITED,
          used(workload.workload(), budget, withPlatform, now),
          ledger.nextAllowed(workload.workload(), budget, withPlatform, now).orElse(null));
    }
    return null;
  }

  private String used(WorkloadRef workload, Budget budget, boolean withPlatform, Instant now) {
    int acts = ledger.count(workload, Ledger.Actor.HEALER, budget.window(), now);
    int restarts = ledger.count(workload, Ledger.Actor.PLATFORM, budget.window(), now);
    int counted = budget.used(acts, restarts) - acts;
    String platform =
        counted == restarts
            ? " and %d platform restarts".formatted(restarts)
            : " and %d platform restarts (%d counted)".formatted(restarts, counted);
    return "%d acts%s in %s, at most %d"
        .formatted(
            acts, withPlatform ? platform : "", Span.of(budget.window()), budget.maxActions());
  }

  /** The restarts that a bad release causes must not use up the budget of its roll-back. */
  private static boolean countsPlatform(Plan plan, Budget budget) {
    return budget.countPlatformRestarts() && plan.remedy().kind() != RemedyKind.ROLL_BACK;
  }

  private @Nullable Verdict remaining(
      Plan plan, WorkloadHealth workload, Policy policy, Circumstances around, Instant now) {
    Budget budget = policy.budget();
    Availability serving = workload.availability();
    Remedy remedy = plan.remedy();
    if (!remedy.disrupts()) {
      return null;
    }
    if (plan.step().remedy() != RemedyKind.RESTART_ROLL_OUT
        && storm(workload.workload(), policy, now)) {
      return refuse(
          STORM,
          "%d of %d instances unavailable now or within %s"
              .formatted(serving.unavailable(), serving.desired(), Span.of(budget.stormCooldown())),
          null);
    }
    if (serving.unknown() * 2 > serving.desired()) {
      return refuse(
          SIGNALS_STALE, "%d of %d unknown".formatted(serving.unknown(), serving.desired()), null);
    }
    if (budget.requireDisruptionBudget() && serving.disruptionsAllowed() < 0) {
      return refuse(NO_DISRUPTION_BUDGET, "requirePodDisruptionBudget: true", null);
    }
    boolean targetOut = around.ejected().contains(remedy.lock());
    int othersOut = around.ejected().size() - (targetOut ? 1 : 0);
    return plan.targetReady() && !targetOut ? costs(remedy, serving, othersOut, budget) : null;
  }

  /**
   * An instance that serves would stop serving. An instance that does not serve costs nothing more.
   *
   * @param out other ready instances that the healer ejected
   */
  private static @Nullable Verdict costs(
      Remedy remedy, Availability serving, int out, Budget budget) {
    int healthy = serving.ready() - out - 1;
    if (healthy < budget.requiredHealthy(serving.desired())) {
      return refuse(
          MIN_HEALTHY,
          "%d would be healthy, at least %d"
              .formatted(healthy, budget.requiredHealthy(serving.desired())),
          null);
    }
    int unavailable = serving.unavailable() + out + 1;
    if (unavailable > budget.allowedUnavailable(serving.desired())) {
      return refuse(
          MAX_UNAVAILABLE,
          "%d of %d would be unavailable, at most %d"
              .formatted(
                  unavailable, serving.desired(), budget.allowedUnavailable(serving.desired())),
          null);
    }
    if (remedy.kind() == RemedyKind.REPLACE && serving.disruptionsAllowed() == 0) {
      return refuse(DISRUPTION_BUDGET, "0 disruptions allowed", null);
    }
    return null;
  }

  private Verdict admitted(Plan plan, WorkloadHealth workload, Policy policy, Instant now) {
    Budget budget = policy.budget();
    int done = ledger.used(workload.workload(), budget, countsPlatform(plan, budget), now);
    return new Verdict(
        ADMITTED,
        "%d of %d ready, %d of %d acts used in %s"
            .formatted(
                workload.availability().ready(),
                workload.availability().desired(),
                done,
                budget.maxActions(),
                Span.of(budget.window())),
        null);
  }

  private static Verdict refuse(Reason reason, String numbers, @Nullable Instant notBefore) {
    return new Verdict(reason, numbers, notBefore);
  }
}
