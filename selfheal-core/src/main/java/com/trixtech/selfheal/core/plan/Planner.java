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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the ladder: from the present rung upwards, the first remedy whose precondition holds and
 * that has tries left on some affected target. Stateless and deterministic; thread-safe.
 */
public final class Planner {
  /** How long a hold or an ejection stands before it ends by itself. */
  private static final Duration STANDING = Duration.ofMinutes(10);

  /** The next remedy. The ladder's end is escalation, so there always is one. */
  public Plan plan(
      Diagnosis diagnosis,
      WorkloadHealth workload,
      Policy policy,
      ReleaseHistory releases,
      Course course,
      Instant now) {
    List<Rung> ladder = Ladders.of(policy, diagnosis.cause());
    List<Skipped> skipped = new ArrayList<>();
    for (int i = Math.min(course.rung(), ladder.size() - 1); i < ladder.size() - 1; i++) {
      Rung rung = ladder.get(i);
      Step step =
          new Step(diagnosis, workload, releases, course, rung, i == course.rung(), skipped, now);
      Remedy remedy = step.remedy(Ladders.patience(ladder, i));
      if (remedy != null) {
        return new Plan(i, rung, remedy, step.targetReady, expected(remedy), skipped);
      }
      skipped.add(new Skipped(i, rung.remedy().word() + ": " + step.why));
    }
    Rung last = ladder.getLast();
    return new Plan(
        ladder.size() - 1,
        last,
        new Remedy.Escalate(workload.workload(), reason(diagnosis, skipped)),
        false,
        "a person takes over",
        skipped);
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

  /** One rung being tried for its precondition. */
  private static final class Step {
    private final Diagnosis diagnosis;
    private final WorkloadHealth workload;
    private final ReleaseHistory releases;
    private final Course course;
    private final Rung rung;
    private final boolean present;
    private final List<Skipped> skipped;
    private final Instant now;
    private String why = "";
    private boolean targetReady;

    Step(
        Diagnosis diagnosis,
        WorkloadHealth workload,
        ReleaseHistory releases,
        Course course,
        Rung rung,
        boolean present,
        List<Skipped> skipped,
        Instant now) {
      this.diagnosis = diagnosis;
      this.workload = workload;
      this.releases = releases;
      this.course = course;
      this.rung = rung;
      this.present = present;
      this.skipped = skipped;
      this.now = now;
    }

    @Nullable Remedy remedy(Duration patience) {
      return switch (rung.remedy()) {
        case AWAIT_PLATFORM -> awaitPlatform(patience);
        case RESTART -> restart();
        case REPLACE -> replace();
        case ROLL_BACK -> rollBack();
        case HOLD_RESTARTS ->
            once(new Remedy.HoldRestarts(workload.workload(), now.plus(STANDING)));
        case EJECT -> eject();
        case ESCALATE -> new Remedy.Escalate(workload.workload(), reason(diagnosis, skipped));
      };
    }

    private @Nullable Remedy awaitPlatform(Duration patience) {
      for (InstanceHealth instance : diagnosis.affected()) {
        Instant next = instance.nextStart();
        if (next != null && next.isAfter(now.plus(patience))) {
          return no(
              "the platform waits until %s before it starts %s again"
                  .formatted(next, instance.instance().name()));
        }
      }
      return once(new Remedy.AwaitPlatform(workload.workload()));
    }

    private @Nullable Remedy restart() {
      InstanceHealth target = target();
      if (target == null) {
        return null;
      }
      boolean runs = target.nextStart() == null;
      return switch (target.symptom()) {
        case HUNG, NOT_READY, ERRORING ->
            runs ? new Remedy.Restart(target.instance()) : nothingToEnd(target);
        case CRASHED, OUT_OF_MEMORY, CRASH_LOOPING, NOT_STARTED -> nothingToEnd(target);
        case NONE, STARTING, TERMINATING, SIGNAL_LOST ->
            no("%s does not ail".formatted(target.instance().name()));
      };
    }

    private @Nullable Remedy nothingToEnd(InstanceHealth target) {
      return no("%s does not run, so there is nothing to end".formatted(target.instance().name()));
    }

    private @Nullable Remedy replace() {
      InstanceHealth target = target();
      if (target == null) {
        return null;
      }
      if (workload.availability().desired() > 1 && workload.availability().ready() == 0) {
        return no("no peer is ready, so the fault may not lie in one instance");
      }
      return new Remedy.Replace(target.instance());
    }

    private @Nullable Remedy eject() {
      InstanceHealth target = target();
      if (target == null) {
        return null;
      }
      if (workload.availability().ready() - (target.ready() ? 1 : 0) < 1) {
        return no("no other instance is ready to take its requests");
      }
      return new Remedy.Eject(target.instance(), now.plus(STANDING));
    }

    private @Nullable Remedy rollBack() {
      RollbackTarget target = new RollbackTarget(workload, releases, rung);
      return target
          .revision()
          .map(
              r -> once(new Remedy.RollBack(workload.workload(), workload.current(), r.template())))
          .orElseGet(() -> no(target.why()));
    }

    /** The first affected instance that this rung has tries left for. */
    private @Nullable InstanceHealth target() {
      for (InstanceHealth instance : diagnosis.affected()) {
        if (triesLeft(instance.instance().uid()) && triesLeft(instance.instance().name())) {
          targetReady = instance.ready();
          return instance;
        }
      }
      no(diagnosis.affected().isEmpty() ? "no single instance is to blame" : "it did not help");
      return null;
    }

    private @Nullable Remedy once(Remedy remedy) {
      return triesLeft(remedy.lock()) ? remedy : no("it did not help");
    }

    private boolean triesLeft(String lock) {
      return !present || course.tries(lock) <= rung.maxRetry();
    }

    private @Nullable Remedy no(String reason) {
      why = reason;
      return null;
    }
  }
}
