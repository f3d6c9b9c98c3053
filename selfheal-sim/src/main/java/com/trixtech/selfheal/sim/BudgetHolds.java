package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class BudgetHolds extends Invariant {
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();

  BudgetHolds() {
    super(
        "budget-holds",
        "An act that takes a serving instance away leaves at least minHealthy serving, at most"
            + " maxUnavailable missing, and the disruption budget kept; instances that the healer"
            + " ejected do not serve.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Governed governed) {
      policies.put(governed.policy().target(), governed.policy());
    }
    if (event instanceof Event.Performed performed && performed.effect()) {
      judge(performed.act(), performed.before(), broken);
    } else if (event instanceof Event.TookEffect late) {
      judge(late.act(), late.before(), broken);
    }
  }

  private void judge(Act act, Sight before, Consumer<String> broken) {
    Remedy remedy = act.remedy();
    Policy policy = policies.get(remedy.workload());
    if (act.undo() || policy == null || !remedy.disrupts() || !before.targetServes()) {
      return;
    }
    int left = before.othersServing();
    int required = policy.budget().requiredHealthy(before.desired());
    int allowed = policy.budget().allowedUnavailable(before.desired());
    if (left < required || before.desired() - left > allowed) {
      broken.accept(
          "%s leaves %d of %d (expected: >= %d, at most %d unavailable)"
              .formatted(remedy, left, before.desired(), required, allowed));
    }
    if (remedy instanceof Remedy.Replace && before.disruptionsAllowed() == 0) {
      broken.accept(remedy + " although the disruption budget allowed none");
    }
  }
}
