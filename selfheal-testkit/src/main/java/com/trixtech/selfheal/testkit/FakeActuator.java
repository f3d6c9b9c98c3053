package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Acts on the world of {@link FakeSignals} as a platform does: a restarted or replaced instance
 * starts and becomes ready when the test says {@link FakeWorkload#settle()}. Not thread-safe, as
 * the port allows.
 */
public final class FakeActuator implements Actuator {

  private final FakeSignals world;
  private final InstantSource clock;
  private final Map<String, Outcome> outcomes;
  private final List<Act> acts;
  private @Nullable Outcome next;

  public FakeActuator(FakeSignals world, InstantSource clock) {
    this(world, clock, new LinkedHashMap<>(), new ArrayList<>());
  }

  private FakeActuator(
      FakeSignals world, InstantSource clock, Map<String, Outcome> outcomes, List<Act> acts) {
    this.world = world;
    this.clock = clock;
    this.outcomes = outcomes;
    this.acts = acts;
  }

  /** The actuator as the next life of the healer opens it. */
  public FakeActuator reopen() {
    return new FakeActuator(world, clock, outcomes, acts);
  }

  /** The acts that changed the world, in their order. */
  public List<Act> acts() {
    return List.copyOf(acts);
  }

  /** The next act gets this answer and does not change the world. */
  public FakeActuator answerNext(Kind kind, String detail) {
    next = new Outcome(kind, detail, clock.instant());
    return this;
  }

  @Override
  public Outcome perform(Act act) {
    Outcome earlier = outcomes.get(act.key());
    if (earlier != null) {
      return earlier;
    }
    Outcome planned = next;
    next = null;
    Outcome outcome = planned == null ? change(act) : planned;
    outcomes.put(act.key(), outcome);
    if (planned == null && outcome.kind() == Kind.DONE) {
      acts.add(act);
    }
    return outcome;
  }

  @Override
  public boolean restartsInPlace() {
    return true;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    return Optional.ofNullable(outcomes.get(key));
  }

  private Outcome change(Act act) {
    boolean undo = act.undo();
    return switch (act.remedy()) {
      case Remedy.AwaitPlatform _, Remedy.Escalate _ -> done("nothing to change");
      case Remedy.Restart restart ->
          undo
              ? nothingStands(act)
              : on(
                  restart.instance(),
                  (workload, instance) -> {
                    Instant now = clock.instant();
                    instance.exit(143, ExitReason.HEALER, now);
                    instance.startAgain(now);
                  });
      case Remedy.Replace replace ->
          undo
              ? nothingStands(act)
              : on(
                  replace.instance(),
                  (workload, instance) -> workload.replace(workload.indexOf(instance.ref)));
      case Remedy.Eject eject ->
          on(eject.instance(), (workload, instance) -> instance.eject(undo ? null : eject.until()));
      case Remedy.HoldRestarts hold ->
          world
              .find(hold.workload())
              .map(workload -> {
                workload.hold(undo ? null : hold.until());
                return done(undo ? "released" : "held");
              })
              .orElseGet(() -> refused("workload: " + hold.workload() + " is gone"));
      case Remedy.RollBack back -> undo ? nothingStands(act) : rollBack(back);
    };
  }

  private Outcome rollBack(Remedy.RollBack back) {
    Optional<FakeWorkload> found = world.find(back.workload());
    if (found.isEmpty()) {
      return refused("workload: " + back.workload() + " is gone");
    }
    FakeWorkload workload = found.get();
    if (!workload.current().equals(back.from())) {
      return refused(
          "revision: " + workload.current() + " is current (expected: " + back.from() + ")");
    }
    if (!workload.keeps(back.to())) {
      return refused("revision: " + back.to() + " is not kept any more");
    }
    workload.become(back.to());
    return done("set to " + back.to());
  }

  private Outcome on(InstanceRef target, Change change) {
    Optional<FakeWorkload> workload = world.find(target.workload());
    Optional<FakeInstance> instance = workload.flatMap(w -> w.find(target));
    if (instance.isEmpty()) {
      return refused("instance: " + target + " (uid " + target.uid() + ") is gone");
    }
    change.make(workload.orElseThrow(), instance.get());
    return done("accepted for " + target);
  }

  private Outcome nothingStands(Act act) {
    return refused("undo: " + act.remedy().kind().word() + " has no standing effect");
  }

  private Outcome done(String detail) {
    return new Outcome(Kind.DONE, detail, clock.instant());
  }

  private Outcome refused(String detail) {
    return new Outcome(Kind.REFUSED, detail, clock.instant());
  }

  private interface Change {
    void make(FakeWorkload workload, FakeInstance instance);
  }
}
