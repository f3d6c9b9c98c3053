package com.trixtech.selfheal.core.plan;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Course;
import com.trixtech.selfheal.core.model.Course.Progress;
import com.trixtech.selfheal.core.model.Course.Refusal;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One rung being tried on one target, for its tries and its precondition. Not thread-safe. */
final class Step {
  /** How long a hold or an ejection stands before it ends by itself. */
  private static final Duration STANDING = Duration.ofMinutes(10);

  private final Diagnosis diagnosis;
  private final WorkloadHealth workload;
  private final ReleaseHistory releases;
  private final Course course;
  private final boolean restartsInPlace;
  private final int index;
  private final Rung rung;
  private final @Nullable InstanceHealth target;
  private final Duration patience;
  private final Instant now;
  private @Nullable String why;

  /** What is known beside the ladder. */
  record Case(
      Diagnosis diagnosis,
      WorkloadHealth workload,
      ReleaseHistory releases,
      Course course,
      boolean restartsInPlace,
      Instant now) {}

  Step(Case known, List<Rung> ladder, int index, @Nullable InstanceHealth target) {
    this.diagnosis = known.diagnosis();
    this.workload = known.workload();
    this.releases = known.releases();
    this.course = known.course();
    this.restartsInPlace = known.restartsInPlace();
    this.now = known.now();
    this.index = index;
    this.rung = ladder.get(index);
    this.patience = Ladders.patience(ladder, index);
    this.target = target;
  }

  /** Why there is no remedy; null where the target has passed this rung already. */
  @Nullable String why() {
    return why;
  }

  /** The remedy, or null: then {@link #why} says why not. */
  @Nullable Remedy remedy() {
    return switch (rung.remedy()) {
      case AWAIT_PLATFORM -> awaitPlatform();
      case RESTART -> restart(target());
      case RESTART_ROLL_OUT -> restartNext(target());
      case REPLACE -> replace(target());
      case ROLL_BACK -> rollBack();
      case HOLD_RESTARTS ->
          onWorkload(new Remedy.HoldRestarts(workload.workload(), now.plus(STANDING)));
      case EJECT -> eject(target());
      case ESCALATE -> new Remedy.Escalate(workload.workload(), diagnosis.cause().word());
    };
  }

  private @Nullable Remedy awaitPlatform() {
    Optional<String> tooLate = Patience.exceeded(diagnosis, patience, now);
    return tooLate.isPresent()
        ? no(tooLate.get())
        : onWorkload(new Remedy.AwaitPlatform(workload.workload()));
  }

  private @Nullable Remedy restart(@Nullable InstanceHealth instance) {
    if (instance == null) {
      return null;
    }
    String name = instance.instance().name();
    if (instance.nextStart() != null) {
      return no("%s does not run, so there is nothing to end".formatted(name));
    }
    return switch (instance.symptom()) {
      case HUNG, NOT_READY, SLOW, ERRORING ->
          restartsInPlace
              ? new Remedy.Restart(instance.instance())
              : new Remedy.Replace(instance.instance());
      case CRASHED, OUT_OF_MEMORY, CRASH_LOOPING, NOT_STARTED ->
          no("%s does not run, so there is nothing to end".formatted(name));
      case NONE, STARTING, TERMINATING, SIGNAL_LOST -> no("%s does not ail".formatted(name));
    };
  }

  /** The next of a roll-out, as long as the restart before it helped. */
  private @Nullable Remedy restartNext(@Nullable InstanceHealth instance) {
    if (instance == null) {
      return null;
    }
    if (diagnosis.cause() != Cause.SHARED_CAUSE_UNKNOWN) {
      return no("the fault does not lie in all instances at once");
    }
    if (workload.rolling()) {
      return no("a roll-out is under way already");
    }
    if (course.failed().contains(index) && !instance.instance().uid().equals(course.focus())) {
      return no("the restart before did not help");
    }
    return restart(instance);
  }

  private @Nullable Remedy replace(@Nullable InstanceHealth instance) {
    if (instance == null) {
      return null;
    }
    if (workload.availability().desired() > 1 && workload.availability().ready() == 0) {
      return no("no peer is ready, so the fault may not lie in one instance");
    }
    return new Remedy.Replace(instance.instance());
  }

  private @Nullable Remedy eject(@Nullable InstanceHealth instance) {
    if (instance == null) {
      return null;
    }
    if (workload.availability().ready() - (instance.ready() ? 1 : 0) < 1) {
      return no("no other instance is ready to take its requests");
    }
    return new Remedy.Eject(instance.instance(), now.plus(STANDING));
  }

  private @Nullable Remedy rollBack() {
    RollbackTarget back = new RollbackTarget(workload, releases, rung);
    Optional<Revision> revision = back.revision();
    return revision.isEmpty()
        ? no(back.why())
        : onWorkload(
            new Remedy.RollBack(
                workload.workload(), workload.current(), revision.get().template()));
  }

  /** The target, where this rung has a try left for it. */
  private @Nullable InstanceHealth target() {
    if (target == null) {
      no("no single instance is to blame");
      return null;
    }
    if (course.incurable().contains(target.instance().name())) {
      no("%s ails after a replacement".formatted(target.instance().name()));
      return null;
    }
    return triesLeft(course.of(target.instance())) ? target : null;
  }

  private @Nullable Remedy onWorkload(Remedy remedy) {
    return triesLeft(course.of(remedy.lock())) ? remedy : null;
  }

  private boolean triesLeft(Progress progress) {
    if (progress.rung() != index) {
      return progress.rung() < index;
    }
    Refusal refusal = progress.refusal();
    if (refusal != null && !refusal.since().plus(rung.timeout()).isAfter(now)) {
      no("the platform has refused it since %s: %s".formatted(refusal.since(), refusal.why()));
      return false;
    }
    if (progress.tries() > rung.maxRetry()) {
      no("it did not help");
      return false;
    }
    return true;
  }

  private @Nullable Remedy no(String reason) {
    why = reason;
    return null;
  }
}
