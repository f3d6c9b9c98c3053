package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class RateHolds extends Invariant {
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();
  private final Map<WorkloadRef, List<Instant>> acts = new HashMap<>();
  private final Map<WorkloadRef, List<Instant>> restarts = new HashMap<>();

  RateHolds() {
    super(
        "rate-holds",
        "In any window there are at most maxActions acts on a workload, restarts of the platform"
            + " counted (a roll-back is not held up by those), and the cool-down lies between two;"
            + " a hold, which disturbs nothing, is exempt.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Governed governed) {
      policies.put(governed.policy().target(), governed.policy());
    } else if (event instanceof Event.Appended(var at, PlatformRestarted restart)) {
      restarts.computeIfAbsent(restart.workload(), w -> new ArrayList<>()).add(restart.at());
    } else if (event instanceof Event.Appended(var at, ActIntended act) && !act.undo()) {
      WorkloadRef workload = act.remedy().workload();
      List<Instant> own = acts.computeIfAbsent(workload, w -> new ArrayList<>());
      Policy policy = policies.get(workload);
      if (policy != null && act.remedy().kind() != RemedyKind.HOLD_RESTARTS) {
        judge(act, own, policy.budget(), broken);
      }
      own.add(act.at());
    }
  }

  private void judge(
      ActIntended act, List<Instant> own, Policy.Budget budget, Consumer<String> broken) {
    long used = within(own, act.at(), budget);
    if (budget.countPlatformRestarts() && act.remedy().kind() != RemedyKind.ROLL_BACK) {
      used += within(restarts.getOrDefault(act.remedy().workload(), List.of()), act.at(), budget);
    }
    if (used >= budget.maxActions()) {
      broken.accept(
          "%s is act %d in %s (expected: <= %d)"
              .formatted(act.remedy(), used + 1, budget.window(), budget.maxActions()));
    }
    if (!own.isEmpty() && own.getLast().plus(budget.cooldown()).isAfter(act.at())) {
      broken.accept(
          "%s %s after the act before (expected: >= %s)"
              .formatted(
                  act.remedy(),
                  java.time.Duration.between(own.getLast(), act.at()),
                  budget.cooldown()));
    }
  }

  private static long within(List<Instant> times, Instant now, Policy.Budget budget) {
    return times.stream().filter(t -> t.plus(budget.window()).isAfter(now)).count();
  }
}
