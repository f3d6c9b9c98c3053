package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the healer is told of the world. A workload's signals can be lost (they keep their old
 * time), come late (renewed only now and then), or lie (a single bad sample). Not thread-safe.
 */
final class WorldSignals implements SignalSource {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final World world;
  private final SplittableRandom chance;
  private final KillSwitch kill;
  private final Map<WorkloadRef, Trouble> troubles = new HashMap<>();
  private final Map<WorkloadRef, WorkloadFacts> told = new HashMap<>();
  private final Watches watches;

  /** The last snapshot of one workload, and what stands between it and the truth. */
  record Trouble(long lostFrom, long lostUntil, long lateUntil, long every, long lyingUntil) {
    static final Trouble NONE = new Trouble(0, 0, 0, 1, 0);

    boolean loses(long now) {
      return now >= lostFrom && now < lostUntil;
    }

    boolean keeps(long now) {
      return loses(now) || (now < lateUntil && now % every != 0);
    }
  }

  WorldSignals(World world, SplittableRandom chance, KillSwitch kill) {
    this.world = world;
    this.chance = chance;
    this.kill = kill;
    this.watches = new Watches(world.timing);
  }

  void trouble(WorkloadRef workload, Trouble trouble) {
    troubles.put(workload, trouble);
  }

  void clear() {
    troubles.clear();
  }

  @Override
  public Snapshot read() {
    kill.pass(KillPoint.READING);
    Instant now = world.clock.instant();
    boolean watched = world.timing.has(Trait.WATCHES);
    if (watched) {
      watches.look(now);
    }
    List<WorkloadFacts> facts = new ArrayList<>(world.workloads.size());
    List<DependencyFact> checks = new ArrayList<>();
    for (SimWorkload workload : world.workloads) {
      Trouble trouble = troubles.getOrDefault(workload.ref, Trouble.NONE);
      WorkloadFacts known = told.get(workload.ref);
      if (known == null || !trouble.keeps(now.toEpochMilli())) {
        WorkloadFacts truth = workload.facts(now);
        known = watched ? watches.told(truth, known == null ? truth : known) : truth;
        told.put(workload.ref, known);
      }
      boolean lies = now.toEpochMilli() < trouble.lyingUntil() && now.toEpochMilli() % 6_000 == 0;
      facts.add(lies ? lie(known) : known);
      for (Dependency dependency : world.policy(workload).dependsOn()) {
        if (world.unchecked.contains(dependency)) {
          continue;
        }
        checks.add(
            new DependencyFact(
                watched ? now : known.at(),
                workload.ref,
                dependency.name(),
                world.reachable(dependency) && !lies,
                "an independent check"));
      }
    }
    return new Snapshot(facts, checks);
  }

  private WorkloadFacts lie(WorkloadFacts f) {
    List<InstanceFact> instances = new ArrayList<>(f.instances());
    int victim = chance.nextInt(instances.size());
    InstanceFact i = instances.get(victim);
    instances.set(
        victim,
        new InstanceFact(
            i.at(),
            i.instance(),
            i.createdAt(),
            i.revision(),
            i.phase(),
            i.phaseSince(),
            false,
            1,
            1,
            i.restarts(),
            i.lastExit(),
            i.nextStart(),
            i.traffic(),
            "a lie"));
    return new WorkloadFacts(
        f.at(),
        f.workload(),
        f.desired(),
        f.current(),
        f.revisions(),
        f.rolling(),
        f.changedAt(),
        f.disruptionsAllowed(),
        f.restartsHeldUntil(),
        f.operator(),
        instances);
  }

  @Override
  public Optional<InstanceFact> reread(InstanceRef instance) {
    kill.pass(KillPoint.REREADING);
    Trouble trouble = troubles.getOrDefault(instance.workload(), Trouble.NONE);
    if (trouble.loses(world.clock.millis())) {
      world.advance(world.timing.of(Delay.SILENCE));
      throw new IllegalStateException("the source does not answer");
    }
    SimInstance found = world.workload(instance.workload()).find(instance.uid());
    return Optional.ofNullable(found).map(i -> i.fact(world.clock.instant()));
  }

  /** Instances but {@code target} that the healer was last told are ready, by a fresh signal. */
  int toldReady(SimWorkload workload, @Nullable String target) {
    WorkloadFacts known = told.get(workload.ref);
    if (known == null || known.at().plus(FRESH).isBefore(world.clock.instant())) {
      return 0;
    }
    int ready = 0;
    for (InstanceFact fact : known.instances()) {
      String uid = fact.instance().uid();
      boolean counts =
          fact.ready() && fact.phase() == Snapshot.Phase.RUNNING && !uid.equals(target);
      ready += counts && !workload.ordered.containsKey(uid) ? 1 : 0;
    }
    return ready;
  }
}
