package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class RateHolds extends Invariant {
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();
  private final Map<WorkloadRef, List<ActIntended>> acts = new HashMap<>();
  private final Set<String> unchanged = new HashSet<>();
  private final Map<WorkloadRef, List<Instant>> restarts = new HashMap<>();

  RateHolds() {
    super(
        "rate-holds",
        "In any window there are at most maxActions acts on a workload, restarts of the platform"
            + " counted, which leave one act (a roll-back is not held up by those); what the"
            + " platform refused changed nothing and is not counted; the cool-down lies between"
            + " any two; a hold, which disturbs nothing, is exempt.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Governed governed) {
      policies.put(governed.policy().target(), governed.policy());
    } else if (event instanceof Event.Written(var at, PlatformRestarted restart)) {
      restarts.computeIfAbsent(restart.workload(), w -> new ArrayList<>()).add(restart.at());
    } else if (event instanceof Event.Written(var at, ActIntended act) && !act.undo()) {
      WorkloadRef workload = act.remedy().workload();
      List<ActIntended> own = acts.computeIfAbsent(workload, w -> new ArrayList<>());
      Policy policy = policies.get(workload);
      if (policy != null && act.remedy().kind() != RemedyKind.HOLD_RESTARTS) {
        judge(act, own, policy.budget(), broken);
      }
      own.add(act);
    } else if (event instanceof Event.Written(var at, ActReported report)
        && (report.outcome().kind() == Outcome.Kind.REFUSED
            || report.outcome().kind() == Outcome.Kind.NEVER_SENT)) {
      unchanged.add(report.key());
    }
  }

  private void judge(
      ActIntended act, List<ActIntended> own, Policy.Budget budget, Consumer<String> broken) {
    long used =
        within(
            own.stream().filter(a -> !unchanged.contains(a.key())).map(ActIntended::at).toList(),
            act.at(),
            budget);
    if (budget.countPlatformRestarts() && act.remedy().kind() != RemedyKind.ROLL_BACK) {
      List<Instant> platform = restarts.getOrDefault(act.remedy().workload(), List.of());
      used += Math.min(within(platform, act.at(), budget), budget.maxActions() - 1);
    }
    if (used >= budget.maxActions()) {
      broken.accept(
          "%s is act %d in %s (expected: <= %d)"
              .formatted(act.remedy(), used + 1, budget.window(), budget.maxActions()));
    }
    if (!own.isEmpty() && own.getLast().at().plus(budget.cooldown()).isAfter(act.at())) {
      broken.accept(
          "%s %s after the act before (expected: >= %s)"
              .formatted(
                  act.remedy(),
                  java.time.Duration.between(own.getLast().at(), act.at()),
                  budget.cooldown()));
    }
  }

  /** What came later may have become durable before. */
  private static long within(List<Instant> times, Instant now, Policy.Budget budget) {
    return times.stream()
        .filter(t -> !t.isAfter(now) && t.plus(budget.window()).isAfter(now))
        .count();
  }
}
