package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.DependencyHealth;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class CauseBeforeSymptom extends Invariant {
  private final Set<WorkloadRef> known = new HashSet<>();

  CauseBeforeSymptom() {
    super(
        "cause-before-symptom",
        "Nothing is restarted, replaced or ejected while a hard dependency of it is down and the"
            + " healer knows it.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Stepped step -> {
        known.clear();
        for (DependencyHealth check : step.report().dependencies()) {
          boolean hard = check.dependency().strength() == Dependency.Strength.HARD;
          if (hard && check.health() == Health.FAILED) {
            known.add(check.dependent());
          }
        }
      }
      case Event.Killed killed -> known.clear();
      case Event.Performed act when !act.act().undo() && act.act().remedy().disrupts() -> {
        if (act.before().dependencyDown() && known.contains(act.act().remedy().workload())) {
          broken.accept(act.act().remedy() + " although its dependency is known to be down");
        }
      }
      default -> {}
    }
  }
}
