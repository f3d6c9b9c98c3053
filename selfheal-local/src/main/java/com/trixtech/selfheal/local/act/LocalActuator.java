package com.trixtech.selfheal.local.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.Eviction;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Performs acts on the runtime, each key once. Called by the healer's thread; bounded in time. */
public final class LocalActuator implements Actuator {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Loop loop;
  private final StateDirectory state;
  private final Cluster cluster;
  private final ServicePlane plane;
  private final Supplier<Duration> delay;

  /**
   * Creates it.
   *
   * @param delay how long a drill makes an act wait after its key is written
   */
  public LocalActuator(
      Loop loop,
      StateDirectory state,
      Cluster cluster,
      ServicePlane plane,
      Supplier<Duration> delay) {
    this.loop = loop;
    this.state = state;
    this.cluster = cluster;
    this.plane = plane;
    this.delay = delay;
  }

  @Override
  public Outcome perform(Act act) {
    Optional<Outcome> earlier = recall(act.key());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Remedy remedy = act.remedy();
    ActRecord begun =
        new ActRecord(act.key(), remedy.kind(), remedy.workload(), remedy.lock(), loop.now(), null);
    try {
      state.write(file(act.key()), begun);
    } catch (LocalException e) { // an act that leaves no trace could be done twice
      return outcome(Kind.FAILED, "not begun: " + e.getMessage());
    }
    pause(delay.get());
    try {
      Outcome outcome =
          remedy instanceof Remedy.Eject eject
              ? eject(eject, act.undo())
              : loop.ask(PATIENCE, () -> execute(act));
      state.write(file(act.key()), begun.with(outcome));
      return outcome;
    } catch (LocalException e) {
      // It may still be done: the key stays without an outcome, and recall looks for its mark.
      return outcome(Kind.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean restartsInPlace() {
    return true;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    Optional<ActRecord> record = state.read(file(key), ActRecord.class);
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Outcome known = record.get().outcome();
    if (known != null) {
      return Optional.of(known);
    }
    Outcome settled = loop.ask(PATIENCE, () -> settle(record.get()));
    if (settled.kind() != Kind.UNKNOWN) {
      state.write(file(key), record.get().with(settled));
    }
    return Optional.of(settled);
  }

  /** The mark on the target is written in one step with the act itself, so it tells. */
  private Outcome settle(ActRecord act) {
    boolean marked =
        cluster.node().instances().stream().anyMatch(i -> act.key().equals(i.record().lastAct()))
            || cluster
                .workload(act.workload())
                .filter(w -> act.key().equals(w.lastAct()))
                .isPresent();
    if (marked) {
      return outcome(Kind.DONE, "its mark is on the target");
    }
    boolean onInstance = act.remedy() == RemedyKind.RESTART || act.remedy() == RemedyKind.REPLACE;
    if (act.remedy() == RemedyKind.EJECT
        || (onInstance && cluster.node().instance(act.lock()).isEmpty())) {
      return outcome(Kind.UNKNOWN, "the target keeps no mark of it (any more)");
    }
    return outcome(Kind.NEVER_SENT, Kind.NEVER_SENT.sentence());
  }

  private Outcome execute(Act act) {
    return switch (act.remedy()) {
      case Remedy.Restart restart ->
          act.undo() ? nothing() : restart(restart.instance(), act.key());
      case Remedy.Replace replace ->
          act.undo() ? nothing() : replace(replace.instance(), act.key());
      case Remedy.RollBack back ->
          act.undo()
              ? nothing()
              : cluster
                  .rollBack(back.workload(), back.from(), back.to(), act.key())
                  .map(why -> outcome(Kind.REFUSED, why))
                  .orElseGet(() -> outcome(Kind.DONE, "rolling back to revision " + back.to()));
      case Remedy.HoldRestarts hold ->
          cluster.hold(hold.workload(), act.undo() ? null : hold.until(), act.key())
              ? outcome(
                  Kind.DONE,
                  act.undo() ? "restarts are free" : "restarts held until " + hold.until())
              : outcome(Kind.REFUSED, "there is no " + hold.workload());
      case Remedy.Eject _, Remedy.AwaitPlatform _, Remedy.Escalate _ -> nothing();
    };
  }

  private Outcome restart(InstanceRef target, String key) {
    Optional<Instance> found = find(target);
    if (found.isEmpty()) {
      return gone(target);
    }
    Instance instance = found.get();
    if (instance.record().stage() == Stage.TERMINATING
        || instance.record().stage() == Stage.RESTARTING) {
      return outcome(Kind.REFUSED, target.name() + " is being ended already");
    }
    Optional<Duration> grace =
        Optional.ofNullable(instance.blueprint())
            .flatMap(b -> b.liveness())
            .flatMap(probe -> probe.terminationGracePeriod());
    cluster.node().restart(instance, ExitReason.HEALER, grace, key);
    return outcome(Kind.DONE, target.name() + " is being restarted");
  }

  private Outcome replace(InstanceRef target, String key) {
    if (find(target).isEmpty()) {
      return gone(target);
    }
    return switch (cluster.evict(target.uid(), false, key)) {
      case Eviction.Allowed(String detail) -> outcome(Kind.DONE, detail);
      case Eviction.Refused refused -> outcome(Kind.REFUSED, refused.detail());
      case Eviction.Misconfigured(String detail) -> outcome(Kind.FAILED, detail);
      case Eviction.NotFound(String detail) -> outcome(Kind.REFUSED, detail);
    };
  }

  private Outcome eject(Remedy.Eject eject, boolean undo) {
    InstanceRef target = eject.instance();
    if (!undo && loop.ask(PATIENCE, () -> find(target)).isEmpty()) {
      return gone(target);
    }
    try {
      (undo ? plane.uneject(target.uid()) : plane.eject(target.uid(), eject.until()))
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return outcome(
          Kind.DONE,
          undo ? target.name() + " is back" : target.name() + " is out until " + eject.until());
    } catch (ExecutionException e) {
      return outcome(Kind.FAILED, "the proxy: " + e.getCause());
    } catch (TimeoutException e) {
      return outcome(Kind.UNKNOWN, "the proxy did not answer within " + PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return outcome(Kind.UNKNOWN, "interrupted");
    }
  }

  private Optional<Instance> find(InstanceRef target) {
    return cluster.node().instance(target.uid()).filter(i -> i.record().ref().equals(target));
  }

  private Outcome gone(InstanceRef target) {
    return outcome(
        Kind.REFUSED, "no instance %s has the uid %s any more".formatted(target, target.uid()));
  }

  private Outcome nothing() {
    return outcome(Kind.DONE, "nothing to do");
  }

  private Outcome outcome(Kind kind, String detail) {
    return new Outcome(kind, detail, loop.now());
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keys may hold any character. */
  private static String file(String key) {
    return "acts/" + URLEncoder.encode(key, StandardCharsets.UTF_8) + ".json";
  }
}
