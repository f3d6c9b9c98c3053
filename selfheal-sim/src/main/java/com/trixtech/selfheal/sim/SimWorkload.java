package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.eject.EjectionPolicy;
import com.trixtech.selfheal.core.eject.EjectionState;
import com.trixtech.selfheal.core.eject.Result;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.sim.SimInstance.Reaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One workload as its controller keeps it: the wished number of instances, rolling updates with
 * surge 1 and unavailable 0, revisions, a disruption budget, a hold, and the ejections of its
 * Service. Not thread-safe.
 */
final class SimWorkload {
  /** Of one instance in a second: enough in the window to judge latency by. */
  private static final int REQUESTS = 12;

  final WorkloadRef ref;
  final int desired;
  final int minAvailable;
  final long startUp;
  final Reaction reaction;
  final EjectionPolicy ejection;
  final EjectionState ejections;
  final Timing timing;
  private final Nodes nodes;
  final List<SimInstance> instances = new ArrayList<>();
  final List<Build> builds = new ArrayList<>();
  final List<Ailment> haunting = new ArrayList<>();
  final Map<String, Instant> ordered = new HashMap<>();
  Build current;
  String configuration = "c1";
  boolean rolling;
  boolean touched;

  /** When no client asks anything of it, in virtual milliseconds. */
  long idleFrom;

  long idleUntil;

  /** Whether the disruption budget guards instances that are not ready too. */
  boolean guardsUnready;

  long changedAt;
  long heldUntil;
  private int named;

  /** When the controller gets to a changed workload. */
  private long seenFrom;

  /** Ready instances that the disruption budget's status knows of, and when it is made right. */
  private int statusReady;

  private long statusRightAt = Long.MAX_VALUE;

  /** {@code minAvailable} below zero: no disruption budget. */
  SimWorkload(
      WorkloadRef ref,
      int desired,
      int minAvailable,
      long startUp,
      Reaction reaction,
      EjectionPolicy ejection,
      Timing timing,
      Nodes nodes,
      long now) {
    this.ref = ref;
    this.desired = desired;
    this.minAvailable = minAvailable;
    this.startUp = startUp;
    this.reaction = reaction;
    this.ejection = ejection;
    this.ejections = new EjectionState(ejection);
    this.timing = timing;
    this.nodes = nodes;
    this.current = new Build("t1", Build.Behaviour.GOOD, 1, false);
    builds.add(current);
    current.madeAt = now;
    changedAt = now;
    while (instances.size() < desired) {
      create(now);
    }
  }

  void tick(long now, boolean lacks) {
    if (heldUntil != 0 && heldUntil <= now) {
      heldUntil = 0;
    }
    Reaction shows = lacks ? reaction : Reaction.NONE;
    boolean holdsAll = timing.has(Trait.HOLDS_ALL);
    boolean held = heldUntil > now;
    boolean gone = false;
    for (SimInstance instance : instances) {
      if (!instance.cut) {
        instance.tick(now, shows, held && holdsAll);
        gone |= instance.gone(now);
      }
    }
    if (gone) {
      instances.removeIf(i -> i.gone(now));
      members();
    }
    if (rolling && now >= seenFrom && (holdsAll || !held)) {
      current.named = true;
      roll(now);
    }
    boolean statefulAndLeaving =
        ref.kind() == WorkloadRef.Kind.STATEFUL_SET && instances.size() > live();
    if (!statefulAndLeaving && live() < desired) {
      create(now);
    }
    if (timing.has(Trait.BUDGET_STATUS)) {
      budgetStatus(now);
    }
  }

  private void budgetStatus(long now) {
    if (statusReady == ready()) {
      statusRightAt = Long.MAX_VALUE;
    } else if (statusRightAt == Long.MAX_VALUE) {
      statusRightAt = now + timing.of(Delay.BUDGET);
    } else if (now >= statusRightAt) {
      statusReady = ready();
    }
  }

  private void roll(long now) {
    int fresh = 0;
    int freshReady = 0;
    SimInstance oldReady = null;
    SimInstance oldAiling = null;
    int ready = 0;
    for (SimInstance instance : instances) {
      if (!instance.live()) {
        continue;
      }
      ready += instance.ready ? 1 : 0;
      if (instance.build == current) {
        fresh++;
        freshReady += instance.ready ? 1 : 0;
      } else if (instance.ready) {
        oldReady = instance;
      } else {
        oldAiling = instance;
      }
    }
    if (oldReady == null && oldAiling == null) {
      rolling = fresh < desired || freshReady < desired;
    } else if (oldAiling != null && live() > 1) {
      oldAiling.terminate(now);
    } else if (oldReady != null && ready > desired) {
      oldReady.terminate(now);
    }
    if (fresh < desired && live() < desired + 1) {
      create(now);
    }
  }

  private void create(long now) {
    boolean stateful = ref.kind() == WorkloadRef.Kind.STATEFUL_SET;
    named++;
    String name = ref.name() + "-" + (stateful ? 0 : named);
    SimInstance created =
        new SimInstance(
            new InstanceRef(ref, name, ref.name() + ":" + named),
            current,
            startUp,
            timing,
            nodes.place(timing),
            now);
    if (!haunting.isEmpty()) {
      created.ailment = haunting.removeLast();
    }
    instances.add(created);
    members();
  }

  private void members() {
    ejections.members(instances.stream().map(i -> i.ref.uid()).toList());
    ordered.keySet().removeIf(uid -> find(uid) == null);
  }

  /** Whether no client asks anything of it now. */
  boolean idle(Instant now) {
    return now.toEpochMilli() >= idleFrom && now.toEpochMilli() < idleUntil;
  }

  /** A second of traffic, over what the Service may use. Returns whether it ejected one. */
  boolean serve(Instant now, boolean lacks, SplittableRandom random) {
    boolean ejected = false;
    Reaction shows = lacks ? reaction : Reaction.NONE;
    for (SimInstance instance : instances) {
      int count = 0;
      int failed = 0;
      if (!idle(now) && instance.ready && ejections.mayUse(instance.ref.uid(), now)) {
        count = REQUESTS;
        boolean silent = !instance.serves() || !instance.answers(shows);
        boolean errs = instance.errs(shows);
        for (int i = 0; i < count && (silent || errs); i++) {
          boolean bad = silent || random.nextInt(100) < 70;
          failed += bad ? 1 : 0;
          Result result =
              silent ? Result.LOCAL_ORIGIN_FAILURE : bad ? Result.SERVER_ERROR : Result.SUCCESS;
          ejected |= ejections.onResult(instance.ref.uid(), result, now);
        }
      }
      instance.served(now.toEpochMilli(), count, failed);
    }
    return ejected;
  }

  /** How many are out of rotation, counted one by one. */
  int outOfRotation(Instant now) {
    int out = 0;
    for (SimInstance instance : instances) {
      out += ejections.ejectedUntil(instance.ref.uid(), now) == null ? 0 : 1;
    }
    return out;
  }

  void release(Build build, long now) {
    if (!builds.contains(build)) {
      builds.add(build);
      build.madeAt = now;
      build.named = !timing.has(Trait.WATCHES);
    }
    build.number = builds.stream().mapToInt(b -> b.number).max().orElse(0) + 1;
    current = build;
    changedAt = now;
    rolling = true;
    seenFrom = now + timing.of(Delay.ROLL_OUT);
  }

  void replace(SimInstance instance, long now) {
    Ailment left = instance.ailment.afterReplacement();
    if (left != Ailment.NONE) {
      haunting.add(left);
    }
    statusReady -= instance.ready ? 1 : 0;
    instance.terminate(now);
  }

  /** A person mends everything. */
  void mend(long now) {
    haunting.clear();
    heldUntil = 0;
    builds.forEach(b -> b.behaviour = b.good() ? b.behaviour : Build.Behaviour.GOOD);
    instances.forEach(i -> i.mend(now));
  }

  int live() {
    int live = 0;
    for (SimInstance instance : instances) {
      live += instance.live() ? 1 : 0;
    }
    return live;
  }

  int ready() {
    int ready = 0;
    for (SimInstance instance : instances) {
      ready += instance.live() && instance.ready ? 1 : 0;
    }
    return ready;
  }

  /** How many are ready without this one. */
  int readyBut(@Nullable String uid) {
    SimInstance one = uid == null ? null : find(uid);
    return ready() - (one != null && one.live() && one.ready ? 1 : 0);
  }

  /** Whether its roll-out can be paused, and gone back on. */
  boolean pausable() {
    return ref.kind() == WorkloadRef.Kind.DEPLOYMENT;
  }

  /** Another one whenever what the platform keeps of the instance, or of all, has changed. */
  Object version(@Nullable InstanceRef one) {
    SimInstance instance = one == null ? null : find(one.uid());
    return instance == null
        ? List.of(current, heldUntil, ready(), live())
        : List.of(instance.phase, instance.ready, instance.restarts);
  }

  boolean serving() {
    for (SimInstance instance : instances) {
      if (instance.serves()) {
        return true;
      }
    }
    return false;
  }

  /** What the disruption budget says, right or not yet. */
  int disruptionsAllowed() {
    return minAvailable < 0 ? -1 : Math.max(0, readyByBudget() - minAvailable);
  }

  private int readyByBudget() {
    return timing.has(Trait.BUDGET_STATUS) ? statusReady : ready();
  }

  /** What the Eviction API says: why the instance may not be evicted now, or null. */
  @Nullable String refusesEviction(SimInstance target) {
    boolean refused =
        target.ready ? disruptionsAllowed() == 0 : guardsUnready && readyByBudget() < minAvailable;
    return refused ? "the disruption budget allows none" : null;
  }

  @Nullable SimInstance find(String uid) {
    for (SimInstance instance : instances) {
      if (instance.ref.uid().equals(uid)) {
        return instance;
      }
    }
    return null;
  }

  /** Whether all that is asked for is there, well, and will stay so. */
  boolean steady() {
    if (rolling || heldUntil != 0 || instances.size() != desired || !current.good()) {
      return false;
    }
    for (SimInstance instance : instances) {
      if (!instance.steady()) {
        return false;
      }
    }
    return true;
  }

  WorkloadFacts facts(Instant now) {
    List<Revision> revisions = new ArrayList<>(builds.size());
    for (Build build : builds) {
      revisions.add(
          new Revision(
              build.number,
              build.name(),
              configuration,
              List.of("registry/" + ref.name() + ":" + build.template),
              build.mutableImage));
    }
    return new WorkloadFacts(
        now,
        ref,
        desired,
        current.name(),
        revisions,
        rolling,
        Instant.ofEpochMilli(timing.has(Trait.WATCHES) ? current.madeAt : changedAt),
        disruptionsAllowed(),
        heldUntil == 0 ? null : Instant.ofEpochMilli(heldUntil),
        null,
        instances.stream().map(i -> i.toldFact(now)).toList());
  }
}
