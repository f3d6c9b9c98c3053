package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small world with a platform in it: it outlives its healer, remembers the key of every act and
 * does each at most once. Faults are set on its {@link FakeWorkload}s. Not thread-safe.
 */
public final class FakeWorld implements SignalSource, Actuator {
  private final ManualClock clock;
  private final KillSwitch kill;
  private final Map<WorkloadRef, FakeWorkload> workloads = new LinkedHashMap<>();
  private final Map<String, Boolean> dependencies = new LinkedHashMap<>();
  private final Map<String, Outcome> done = new LinkedHashMap<>();
  private final List<Act> effects = new ArrayList<>();
  private final List<Act> asked = new ArrayList<>();
  private @Nullable String unreadable;
  private Outcome.@Nullable Kind answer;
  private boolean forgetful;
  private boolean wellAtSecondLook;
  private boolean restartsInPlace = true;
  private final List<Alert> alerts = new ArrayList<>();

  public FakeWorld(ManualClock clock, KillSwitch kill) {
    this.clock = clock;
    this.kill = kill;
  }

  public FakeWorkload workload(WorkloadRef ref, int desired) {
    FakeWorkload workload = new FakeWorkload(ref, desired, clock);
    workloads.put(ref, workload);
    return workload;
  }

  public FakeWorld remove(WorkloadRef ref) {
    workloads.remove(ref);
    return this;
  }

  public FakeWorld dependency(String name, boolean reachable) {
    dependencies.put(name, reachable);
    return this;
  }

  /** Every read fails with this message; null makes it readable again. */
  public FakeWorld unreadable(@Nullable String message) {
    unreadable = message;
    return this;
  }

  /** The platform cannot say what became of an act. */
  public FakeWorld forgetful(boolean yes) {
    forgetful = yes;
    return this;
  }

  /** Whoever reads an instance again finds it ready: what was told before was late. */
  public FakeWorld wellAtSecondLook(boolean yes) {
    wellAtSecondLook = yes;
    return this;
  }

  /** The platform has no way to end a process and start it again in place. */
  public FakeWorld withoutRestarts() {
    restartsInPlace = false;
    return this;
  }

  /** Every act ends this way, without an effect; null: as it should. */
  public FakeWorld answer(Outcome.@Nullable Kind kind) {
    answer = kind;
    return this;
  }

  /** Somebody else's rule fires about the workload from now on. */
  public FakeWorld alert(WorkloadRef about, String name) {
    alerts.add(new Alert(about, name, clock.instant(), "its clients complain"));
    return this;
  }

  public FakeWorld noAlerts() {
    alerts.clear();
    return this;
  }

  /** The acts that changed something, in order. */
  public List<Act> effects() {
    return List.copyOf(effects);
  }

  /** Every act that was asked for, with or without an effect. */
  public List<Act> asked() {
    return List.copyOf(asked);
  }

  /** The platform does its part of one moment. */
  public void advance() {
    workloads.values().forEach(FakeWorkload::advance);
  }

  @Override
  public Snapshot read() {
    kill.pass("before read");
    failWhenUnreadable();
    List<DependencyFact> checks = new ArrayList<>();
    for (WorkloadRef dependent : workloads.keySet()) {
      dependencies.forEach((name, up) ->
          checks.add(
              new DependencyFact(
                  clock.instant(), dependent, name, up, up ? "SELECT 1" : "refused")));
    }
    Snapshot snapshot =
        new Snapshot(workloads.values().stream().map(FakeWorkload::facts).toList(), checks, alerts);
    kill.pass("after read");
    return snapshot;
  }

  @Override
  public Optional<InstanceFact> reread(InstanceRef instance) {
    kill.pass("before reread");
    failWhenUnreadable();
    Instant now = clock.instant();
    return find(instance)
        .map(i -> wellAtSecondLook ? Facts.of(instance.name(), now).fact() : i.fact(now));
  }

  private void failWhenUnreadable() {
    if (unreadable != null) {
      throw new IllegalStateException(unreadable);
    }
  }

  private Optional<FakeInstance> find(InstanceRef instance) {
    return Optional.ofNullable(workloads.get(instance.workload())).flatMap(w -> w.find(instance));
  }

  @Override
  public Outcome perform(Act act) {
    kill.pass("before perform");
    asked.add(act);
    Outcome outcome = done.computeIfAbsent(act.key(), key -> attempt(act));
    kill.pass("after perform");
    return outcome;
  }

  @Override
  public boolean restartsInPlace() {
    return restartsInPlace;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    kill.pass("before recall");
    if (forgetful) {
      throw new IllegalStateException("recall: time-out");
    }
    return Optional.ofNullable(done.get(key));
  }

  private Outcome attempt(Act act) {
    Instant now = clock.instant();
    Outcome.Kind kind = answer;
    if (kind == null) {
      kind = change(act, now) ? Outcome.Kind.DONE : Outcome.Kind.REFUSED;
      if (kind == Outcome.Kind.DONE) {
        effects.add(act);
      }
    }
    return new Outcome(kind, kind.sentence(), now);
  }

  private boolean change(Act act, Instant now) {
    FakeWorkload workload = workloads.get(act.remedy().workload());
    if (workload == null) {
      return false;
    }
    return switch (act.remedy()) {
      case Remedy.Restart r -> {
        Optional<FakeInstance> target = workload.find(r.instance());
        target.ifPresent(i -> i.restart(now));
        yield target.isPresent();
      }
      case Remedy.Replace r -> {
        Optional<FakeInstance> target =
            workload.find(r.instance()).filter(i -> workload.evictable());
        target.ifPresent(workload::evict);
        yield target.isPresent();
      }
      case Remedy.RollBack r -> {
        boolean unchanged = workload.current().equals(r.from());
        if (unchanged) {
          workload.current(r.to());
        }
        yield unchanged;
      }
      case Remedy.HoldRestarts h -> {
        workload.heldUntil = act.undo() ? null : h.until();
        yield true;
      }
      case Remedy.Eject e -> {
        Optional<FakeInstance> target = workload.find(e.instance());
        target.ifPresent(i -> i.ejected(!act.undo()));
        yield target.isPresent();
      }
      case Remedy.AwaitPlatform a -> false;
      case Remedy.Escalate e -> false;
    };
  }
}
