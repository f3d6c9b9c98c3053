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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, Act> asked = new HashMap<>();
  private final Set<String> effective = new HashSet<>();
  int troublePercent;

  /** How an act can go wrong. */
  private enum Trouble {
    FAILS(false, false),
    REFUSES(false, false),
    SILENT_WITHOUT_EFFECT(true, false),
    SILENT_WITH_EFFECT(true, true),
    THROWS_WITHOUT_EFFECT(true, false),
    THROWS_WITH_EFFECT(true, true);

    private final boolean silent;
    private final boolean effect;

    Trouble(boolean silent, boolean effect) {
      this.silent = silent;
      this.effect = effect;
    }
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
    asked.put(act.key(), act);
    outcomes.put(act.key(), new Outcome(Kind.UNKNOWN, "begun", now));
    kill.pass(KillPoint.KEY_WRITTEN);
    Trouble trouble =
        Streams.percent(chance, troublePercent)
            ? Streams.pick(chance, List.of(Trouble.values()))
            : null;
    Sight before = sight(act.remedy());
    boolean silent = trouble != null && trouble.silent;
    Outcome none = new Outcome(Kind.UNKNOWN, "no answer", now);
    long late = trouble != null && trouble.effect ? world.timing.of(Delay.LATE_EFFECT) : 0;
    Outcome truth = late > 0 ? none : outcome(act, trouble, now);
    boolean effect = truth.kind() == Kind.DONE;
    Outcome outcome = silent ? none : truth;
    events.accept(new Event.Performed(now, act, outcome, effect, before));
    if (effect) {
      effective.add(act.key());
    } else if (late > 0) {
      takesEffect(act, late);
    }
    world.advance(silent ? world.timing.of(Delay.SILENCE) : 0);
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
    String refusal = refusal(act);
    return refusal == null
        ? new Outcome(Kind.DONE, "accepted", now)
        : new Outcome(Kind.REFUSED, refusal, now);
  }

  /** Does it, or takes it back; says why not, or null. */
  private @Nullable String refusal(Act act) {
    return act.undo() ? undo(act.remedy()) : apply(act.remedy());
  }

  /** The request is still on its way, and good only for the version that was read before. */
  private void takesEffect(Act act, long after) {
    SimWorkload workload = world.workload(act.remedy().workload());
    InstanceRef target = instance(act.remedy());
    Object read = workload.version(target);
    world.later(
        world.clock.millis() + after,
        () -> {
          if (world.workloads.contains(workload) && read.equals(workload.version(target))) {
            Sight before = sight(act.remedy());
            if (refusal(act) == null) {
              effective.add(act.key());
              events.accept(new Event.TookEffect(world.clock.instant(), act, before));
            }
          }
        });
  }

  @Override
  public boolean restartsInPlace() {
    return world.timing.has(Trait.RESTARTS);
  }

  @Override
  public Optional<Outcome> recall(String key) {
    kill.pass(KillPoint.RECALLING);
    Outcome known = outcomes.get(key);
    boolean traces = known != null && known.kind() == Kind.UNKNOWN;
    return traces && world.timing.has(Trait.ONE_API)
        ? Optional.of(traces(key))
        : Optional.ofNullable(known);
  }

  /** A patch leaves its key behind; one who ends may have been evicted by anybody. */
  private Outcome traces(String key) {
    Remedy remedy = Objects.requireNonNull(asked.get(key)).remedy();
    InstanceRef instance = instance(remedy);
    SimInstance target =
        instance == null ? null : world.workload(remedy.workload()).find(instance.uid());
    Kind kind =
        instance == null
            ? effective.contains(key) ? Kind.DONE : Kind.NEVER_SENT
            : target != null && target.live() ? Kind.NEVER_SENT : Kind.UNKNOWN;
    return new Outcome(kind, "as its target shows", world.clock.instant());
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
        if (to == null || !workload.current.name().equals(r.from())) {
          yield "the current revision is not the one that was diagnosed";
        }
        if (!world.timing.has(Trait.HOLDS_ALL) && workload.heldUntil > now) {
          yield "its roll-out is paused";
        }
        workload.release(to, now);
        yield null;
      }
      case Remedy.HoldRestarts h -> {
        if (!world.timing.has(Trait.HOLDS_ALL) && !workload.pausable()) {
          yield "it has no roll-out that can be paused";
        }
        workload.heldUntil = h.until().toEpochMilli();
        yield null;
      }
      case Remedy.Eject e when !world.timing.has(Trait.EJECTS) ->
          "no single instance is kept out of its Service";
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
    InstanceRef instance = instance(remedy);
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
        world.timing.has(Trait.WATCHES) ? workload.readyBut(uid) : signals.toldReady(workload, uid),
        target != null && target.ready && !workload.ordered.containsKey(target.ref.uid()),
        workload.disruptionsAllowed(),
        workload.touched,
        world.lacks(workload),
        goal);
  }

  private static @Nullable InstanceRef instance(Remedy remedy) {
    return switch (remedy) {
      case Remedy.Restart r -> r.instance();
      case Remedy.Replace r -> r.instance();
      case Remedy.Eject e -> e.instance();
      case Remedy.RollBack r -> null;
      case Remedy.HoldRestarts h -> null;
      case Remedy.AwaitPlatform a -> null;
      case Remedy.Escalate e -> null;
    };
  }
}
