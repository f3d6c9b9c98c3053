package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.eject.EjectionPolicy;
import com.trixtech.selfheal.core.eject.EjectionSettings;
import com.trixtech.selfheal.core.model.Backoff;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.Dependency.Strength;
import com.trixtech.selfheal.core.model.MaintenanceCalendar;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.plan.Ladders;
import com.trixtech.selfheal.sim.SimInstance.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws a world with its policies from a seed's stream. */
final class Topology {
  private static final Policy.ServiceLevel LEVEL =
      new Policy.ServiceLevel(
          0.05, 20, Duration.ofSeconds(SimInstance.WINDOW), Duration.ofMillis(500));

  private final SplittableRandom random;

  Topology(SplittableRandom random) {
    this.random = random;
  }

  LoopSettings settings() {
    return new LoopSettings(
        Duration.ofSeconds(random.nextInt(5, 11)), percent(80) ? 1 : 2, percent(50) ? 50 : 3);
  }

  void build(World world) {
    WorkloadRef database = new WorkloadRef("sim", WorkloadRef.Kind.STATEFUL_SET, World.DATABASE);
    add(world, database, 1, List.of());
    int deployments = random.nextInt(1, 4);
    WorkloadRef before = null;
    for (int i = 0; i < deployments; i++) {
      WorkloadRef ref =
          new WorkloadRef("sim", WorkloadRef.Kind.DEPLOYMENT, "app" + (char) ('a' + i));
      List<Dependency> needs = new ArrayList<>();
      if (percent(70)) {
        needs.add(new Dependency(World.DATABASE, database, Strength.HARD));
      }
      if (before != null && percent(30)) {
        needs.add(new Dependency(before.name(), before, Strength.HARD));
      }
      if (percent(30)) {
        needs.add(
            new Dependency(World.PROVIDER, null, percent(70) ? Strength.HARD : Strength.SOFT));
      }
      add(world, ref, random.nextInt(2, 7), needs);
      before = ref;
    }
  }

  private void add(World world, WorkloadRef ref, int desired, List<Dependency> needs) {
    boolean single = desired == 1;
    int budget = single || percent(40) ? -1 : percent(85) ? desired - 1 : desired;
    world.policies.put(ref, policy(ref, desired, needs, world.clock.instant()));
    SimWorkload workload =
        new SimWorkload(
            ref,
            desired,
            budget,
            500L * random.nextInt(2, 12),
            Streams.pick(random, List.of(Reaction.values())),
            ejection(),
            world.timing,
            world.nodes,
            world.clock.millis());
    workload.guardsUnready = percent(25);
    needs.stream()
        .filter(d -> world.timing.has(Trait.UNCHECKED) && !d.external())
        .filter(d -> world.timing.percent(30))
        .forEach(world.unchecked::add);
    world.workloads.add(workload);
  }

  private EjectionPolicy ejection() {
    return new EjectionPolicy(
        new EjectionSettings(
            percent(35) ? 5 : 0,
            percent(50) ? 5 : 0,
            percent(30),
            5,
            Duration.ofSeconds(10),
            Duration.ofSeconds(random.nextInt(5, 31)),
            random.nextInt(10, 101),
            0));
  }

  private Policy policy(WorkloadRef ref, int desired, List<Dependency> needs, Instant start) {
    boolean closedAtFirst = percent(3);
    Instant opens = start.plus(Duration.ofMinutes(20));
    MaintenanceCalendar calendar =
        now ->
            closedAtFirst && now.isBefore(opens) ? Optional.of("until " + opens) : Optional.empty();
    return new Policy(
        ref,
        percent(92) ? Mode.ENFORCE : percent(50) ? Mode.APPROVE : Mode.OBSERVE,
        percent(2),
        needs,
        new Policy.Detection(
            Duration.ofSeconds(5), 3, 2, Duration.ofSeconds(random.nextInt(5, 11))),
        LEVEL,
        budget(desired),
        percent(25) ? withRollOut() : List.of(),
        new Policy.Verify(
            Duration.ofSeconds(random.nextInt(5, 21)), Duration.ofSeconds(random.nextInt(60, 180))),
        calendar,
        Duration.ofMinutes(10));
  }

  /** The usual ladders, and a restart of all, one by one, where the cause is shared. */
  private static List<Policy.Rung> withRollOut() {
    List<Policy.Rung> ladder = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      Ladders.usual(cause).forEach(kind -> ladder.add(rung(kind, cause)));
    }
    ladder.add(rung(RemedyKind.RESTART_ROLL_OUT, Cause.SHARED_CAUSE_UNKNOWN));
    return ladder;
  }

  private static Policy.Rung rung(RemedyKind kind, Cause cause) {
    Policy.Rung usual = Policy.Rung.of(kind, Duration.ofSeconds(90));
    return new Policy.Rung(
        kind,
        Set.of(cause),
        usual.timeout(),
        usual.maxRetry(),
        usual.approvalRequired(),
        usual.requireReadyFor(),
        usual.requireConfigUnchanged());
  }

  private Policy.Budget budget(int desired) {
    return new Policy.Budget(
        percent(50) ? Share.of(percent(70) ? 1 : 2) : Share.percent(random.nextInt(20, 60)),
        percent(60) ? Share.of(random.nextInt(desired)) : Share.percent(random.nextInt(20, 100)),
        percent(85) ? 1 : 2,
        Streams.pick(random, List.of(3, 5, 8, 12)),
        Duration.ofMinutes(percent(50) ? 10 : 30),
        Duration.ofSeconds(Streams.pick(random, List.of(5, 15, 30))),
        new Backoff(Duration.ofSeconds(5), 2, Duration.ofSeconds(60), 0.2),
        Share.percent(percent(50) ? 51 : 34),
        Duration.ofSeconds(random.nextInt(20, 121)),
        percent(80),
        percent(4));
  }

  private boolean percent(int chance) {
    return Streams.percent(random, chance);
  }
}
