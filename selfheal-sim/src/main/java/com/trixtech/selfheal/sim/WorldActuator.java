package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the acts to the world, at most once for each key, and can fail in every way. */
final class WorldActuator implements Actuator {
  private final World world;
  private final WorldSignals signals;
  private final SplittableRandom chance;
  private final KillSwitch kill;
  private final Consumer<Event> events;
  private final Map<String, Outcome> outcomes = new HashMap<>();
  int troublePercent;

  /** How an act can go wrong. */
  private enum Trouble {
    FAILS,
    REFUSES,
    SILENT_WITHOUT_EFFECT,
    SILENT_WITH_EFFECT,
    THROWS_WITHOUT_EFFECT,
    THROWS_WITH_EFFECT
  }

  WorldActuator(
      World world,
      WorldSignals signals,
      SplittableRandom chance,
      KillSwitch kill,
      Consumer<Event> events) {
    this.world = world;
    this.signals = signals;
    this.chance = chance;
    this.kill = kill;
    this.events = events;
  }

  @Override
  public Outcome perform(Act act) {
    kill.pass(KillPoint.PERFORMING);
    Instant now = world.clock.instant();
    Outcome earlier = outcomes.get(act.key());
    if (earlier != null) {
      return earlier;
    }
    outcomes.put(act.key(), new Outcome(Kind.UNKNOWN, "begun", now));
    kill.pass(KillPoint.KEY_WRITTEN);
    Trouble trouble =
        Streams.percent(chance, troublePercent)
            ? Streams.pick(chance, List.of(Trouble.values()))
            : null;
    Sight before = sight(act.remedy());
    Outcome truth = outcome(act, trouble, now);
    boolean effect = truth.kind() == Kind.DONE;
    boolean silent =
        trouble != null && trouble.ordinal() >= Trouble.SILENT_WITHOUT_EFFECT.ordinal();
    Outcome outcome = silent ? new Outcome(Kind.UNKNOWN, "no answer", now) : truth;
    events.accept(new Event.Performed(now, act, outcome, effect, before));
    kill.pass(KillPoint.EFFECT_DONE);
    outcomes.put(act.key(), outcome);
    kill.pass(KillPoint.PERFORMED);
    if (trouble == Trouble.THROWS_WITH_EFFECT || trouble == Trouble.THROWS_WITHOUT_EFFECT) {
      throw new IllegalStateException("the connection was reset");
    }
    return outcome;
  }

  private Outcome outcome(Act act, @Nullable Trouble trouble, Instant now) {
    Kind forced =
        switch (trouble) {
          case FAILS -> Kind.FAILED;
          // An undo is refused only where nothing is left to take back.
          case REFUSES -> act.undo() ? Kind.FAILED : Kind.REFUSED;
          case SILENT_WITHOUT_EFFECT, THROWS_WITHOUT_EFFECT -> Kind.UNKNOWN;
          case SILENT_WITH_EFFECT, THROWS_WITH_EFFECT -> null;
          case null -> null;
        };
    if (forced != null) {
      return new Outcome(forced, "the platform is in trouble", now);
    }
    String refusal = act.undo() ? undo(act.remedy()) : apply(act.remedy());
    return refusal == null
        ? new Outcome(Kind.DONE, "accepted", now)
        : new Outcome(Kind.REFUSED, refusal, now);
  }

  @Override
  public boolean restartsInPlace() {
    return true;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    kill.pass(KillPoint.RECALLING);
    return Optional.ofNullable(outcomes.get(key));
  }

  private @Nullable String apply(Remedy remedy) {
    long now = world.clock.millis();
    SimWorkload workload = world.workload(remedy.workload());
    return switch (remedy) {
      case Remedy.Restart r -> {
        SimInstance target = workload.find(r.instance().uid());
        if (target == null || !target.live()) {
          yield "its uid is gone";
        }
        target.end(ExitReason.HEALER, now);
        yield null;
      }
      case Remedy.Replace r -> {
        SimInstance target = workload.find(r.instance().uid());
        if (target == null || !target.live()) {
          yield "its uid is gone";
        }
        String refusal = workload.refusesEviction(target);
        if (refusal == null) {
          workload.replace(target, now);
        }
        yield refusal;
      }
      case Remedy.RollBack r -> {
        Build to =
            workload.builds.stream()
                .filter(b -> b.template.equals(r.to()))
                .findFirst()
                .orElse(null);
        if (to == null || !workload.current.template.equals(r.from())) {
          yield "the current revision is not the one that was diagnosed";
        }
        workload.release(to, now);
        yield null;
      }
      case Remedy.HoldRestarts h -> {
        workload.heldUntil = h.until().toEpochMilli();
        yield null;
      }
      case Remedy.Eject e -> {
        workload.ordered.put(e.instance().uid(), e.until());
        yield workload.ejections.eject(e.instance().uid(), e.until()) ? null : "its uid is gone";
      }
      case Remedy.AwaitPlatform a -> "nothing to do";
      case Remedy.Escalate e -> "nothing to do";
    };
  }

  private @Nullable String undo(Remedy remedy) {
    SimWorkload workload = world.workload(remedy.workload());
    return switch (remedy) {
      case Remedy.HoldRestarts h -> {
        workload.heldUntil = 0;
        yield null;
      }
      case Remedy.Eject e -> {
        workload.ordered.remove(e.instance().uid());
        workload.ejections.uneject(e.instance().uid(), world.clock.instant());
        yield null;
      }
      case Remedy.Restart r -> "it cannot be undone";
      case Remedy.Replace r -> "it cannot be undone";
      case Remedy.RollBack r -> "it cannot be undone";
      case Remedy.AwaitPlatform a -> "it cannot be undone";
      case Remedy.Escalate e -> "it cannot be undone";
    };
  }

  private Sight sight(Remedy remedy) {
    SimWorkload workload = world.workload(remedy.workload());
    workload.ordered.values().removeIf(until -> !until.isAfter(world.clock.instant()));
    InstanceRef instance =
        switch (remedy) {
          case Remedy.Restart r -> r.instance();
          case Remedy.Replace r -> r.instance();
          case Remedy.Eject e -> e.instance();
          case Remedy.RollBack r -> null;
          case Remedy.HoldRestarts h -> null;
          case Remedy.AwaitPlatform a -> null;
          case Remedy.Escalate e -> null;
        };
    String uid = instance == null ? null : instance.uid();
    SimInstance target = uid == null ? null : workload.find(uid);
    Sight.Goal goal = null;
    if (remedy instanceof Remedy.RollBack back) {
      for (Build build : workload.builds) {
        goal =
            build.template.equals(back.to())
                ? new Sight.Goal(workload.configuration, build.mutableImage)
                : goal;
      }
    }
    return new Sight(
        workload.desired,
        signals.toldReady(workload, uid),
        target != null && target.ready && !workload.ordered.containsKey(target.ref.uid()),
        workload.disruptionsAllowed(),
        workload.touched,
        world.lacks(workload),
        goal);
  }
}
