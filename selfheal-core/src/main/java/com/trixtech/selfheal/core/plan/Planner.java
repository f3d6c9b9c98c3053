package com.trixtech.selfheal.core.plan;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.Course;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.plan.Plan.Skipped;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the ladder: for the target under treatment the first remedy, from its rung upwards, whose
 * precondition holds and that has a try left; only when it has none does the next affected target
 * begin, at the ladder's foot. A remedy for the whole workload counts once for all of them.
 * Stateless and deterministic; thread-safe.
 */
public final class Planner {
  private final boolean restartsInPlace;

  /**
   * For one platform.
   *
   * @param restartsInPlace whether it can; else a Replace stands in for each Restart
   */
  public Planner(boolean restartsInPlace) {
    this.restartsInPlace = restartsInPlace;
  }

  /** The next remedy. The ladder's end is escalation, so there always is one. */
  public Plan plan(
      Diagnosis diagnosis,
      WorkloadHealth workload,
      Policy policy,
      ReleaseHistory releases,
      Course course,
      Instant now) {
    List<Rung> ladder = Ladders.of(policy, diagnosis.cause());
    Step.Case known = new Step.Case(diagnosis, workload, releases, course, restartsInPlace, now);
    // Why the target under treatment goes no higher is told, and not the same of all others.
    Set<Skipped> first = new LinkedHashSet<>();
    Plan plan = climb(known, ladder, underTreatment(diagnosis, course), first);
    if (plan != null) {
      return plan;
    }
    for (InstanceHealth target : diagnosis.affected()) {
      Set<Skipped> skipped = new LinkedHashSet<>(first);
      plan = climb(known, ladder, target, skipped);
      if (plan != null) {
        return plan;
      }
    }
    return new Plan(
        ladder.size() - 1,
        ladder.getLast(),
        new Remedy.Escalate(workload.workload(), reason(diagnosis, List.copyOf(first))),
        false,
        "a person takes over",
        List.copyOf(first));
  }

  /** The target that was treated last, as long as it ails; else the worst. */
  private static @Nullable InstanceHealth underTreatment(Diagnosis diagnosis, Course course) {
    for (InstanceHealth instance : diagnosis.affected()) {
      if (instance.instance().uid().equals(course.focus())) {
        return instance;
      }
    }
    return diagnosis.affected().isEmpty() ? null : diagnosis.affected().getFirst();
  }

  private static @Nullable Plan climb(
      Step.Case known, List<Rung> ladder, @Nullable InstanceHealth target, Set<Skipped> skipped) {
    int end = ladder.size() - 1;
    int reached = target == null ? 0 : known.course().of(target.instance()).rung();
    for (int i = Math.max(reached, known.course().floor()); i < end; i++) {
      Rung rung = ladder.get(i);
      Step step = new Step(known, ladder, i, target);
      Remedy remedy = step.remedy();
      if (remedy instanceof Remedy.Escalate escalate) {
        remedy =
            new Remedy.Escalate(
                escalate.workload(), reason(known.diagnosis(), List.copyOf(skipped)));
      }
      if (remedy != null) {
        boolean serves = target != null && remedy.disrupts() && target.ready();
        return new Plan(i, rung, remedy, serves, expected(remedy), List.copyOf(skipped));
      }
      String why = step.why();
      if (why != null) {
        skipped.add(new Skipped(i, rung.remedy().word() + ": " + why));
      }
    }
    return null;
  }

  private static String reason(Diagnosis diagnosis, List<Skipped> skipped) {
    String tail = skipped.isEmpty() ? "" : "; " + skipped.getLast().why();
    return "%s: no remedy is left%s".formatted(diagnosis.cause().word(), tail);
  }

  private static String expected(Remedy remedy) {
    return switch (remedy) {
      case Remedy.AwaitPlatform w -> "every instance of " + w.workload().name() + " is well again";
      case Remedy.Restart r -> r.target() + " runs and is ready";
      case Remedy.Replace r -> r.target() + " is gone and a new instance is ready";
      case Remedy.RollBack r -> "every instance runs the proven revision and is ready";
      case Remedy.HoldRestarts h -> "nothing is restarted until the dependency is back";
      case Remedy.Eject e -> "no request reaches " + e.target();
      case Remedy.Escalate e -> "a person takes over";
    };
  }
}
