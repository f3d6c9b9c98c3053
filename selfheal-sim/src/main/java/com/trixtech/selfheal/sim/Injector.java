package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.sim.Fault.Release.Obstacle;
import java.util.Objects;

/** Puts faults into the world. The ones that strike the healer are the run's own matter. */
final class Injector {
  private final World world;
  private final WorldSignals signals;
  private int releases = 1;

  Injector(World world, WorldSignals signals) {
    this.world = world;
    this.signals = signals;
  }

  void inject(Fault fault) {
    WorkloadRef target = fault.workload();
    if (target != null && world.workloads.stream().noneMatch(w -> w.ref.equals(target))) {
      return;
    }
    long now = world.clock.millis();
    switch (fault) {
      case Fault.Instances f -> strike(world.workload(f.workload()), f, now);
      case Fault.Release f -> release(world.workload(f.workload()), f, now);
      case Fault.DatabaseDown f -> {
        SimWorkload database = world.workload(f.workload());
        world.touch(database);
        afflict(
            database,
            f.hangs()
                ? new Ailment(Ailment.Kind.HANG, Ailment.Cure.RESTART, Ailment.FOREVER, 0)
                : new Ailment(Ailment.Kind.CRASH, Ailment.Cure.REPLACE, Ailment.FOREVER, f.lives()),
            1,
            now);
      }
      case Fault.ExternalDown f -> {
        world.externalUp = false;
        world.externalBackAt = now + f.millis();
        world.touchDependents(null);
      }
      case Fault.BadSignals f -> {
        long until = now + f.afterMillis() + f.millis();
        WorldSignals.Trouble trouble =
            switch (f.way()) {
              case LOST -> new WorldSignals.Trouble(now + f.afterMillis(), until, 0, 1, 0);
              case LATE -> new WorldSignals.Trouble(0, 0, until, 4_000, 0);
              case LYING -> new WorldSignals.Trouble(0, 0, 0, 1, until);
            };
        boolean all = f.way() == Fault.BadSignals.Way.LOST && world.timing.has(Trait.ONE_API);
        world.workloads.stream()
            .filter(w -> all || w.ref.equals(f.workload()))
            .forEach(w -> signals.trouble(w.ref, trouble));
      }
      case Fault.NodeLost f -> {
        world.workloads.stream()
            .filter(w -> w.instances.stream().anyMatch(i -> i.node == f.node()))
            .forEach(world::touch);
        world.nodes.lose(f.node(), now, now + f.millis(), f.reboots(), world.workloads);
      }
      case Fault.Idle f -> {
        SimWorkload workload = world.workload(f.workload());
        workload.idleFrom = now + f.afterMillis();
        workload.idleUntil = workload.idleFrom + f.millis();
      }
      case Fault.ActuatorTrouble f -> {}
      case Fault.JournalFull f -> {}
      case Fault.HealerDies f -> {}
      case Fault.Paused f -> {}
      case Fault.Removed f -> {}
      case Fault.Nothing f -> {}
    }
  }

  private void strike(SimWorkload workload, Fault.Instances fault, long now) {
    boolean flaps = fault.kind() == Ailment.Kind.FLAPPING;
    if (!flaps) {
      world.touch(workload);
    }
    long until = flaps ? now + 60_000 : Ailment.FOREVER;
    afflict(
        workload,
        new Ailment(fault.kind(), fault.cure(), until, fault.lives()),
        fault.count(),
        now);
  }

  private static void afflict(SimWorkload workload, Ailment ailment, int count, long now) {
    int left = count;
    for (SimInstance instance : workload.instances) {
      if (left > 0 && instance.live()) {
        left--;
        instance.ailment = ailment;
        if (ailment.kind() == Ailment.Kind.CRASH) {
          instance.end(ExitReason.ITSELF, now);
        } else if (ailment.kind() == Ailment.Kind.OUT_OF_MEMORY) {
          instance.end(ExitReason.OUT_OF_MEMORY, now);
        }
      }
    }
  }

  private void release(SimWorkload workload, Fault.Release fault, long now) {
    if (!fault.good()) {
      world.touch(workload);
    }
    if (fault.obstacle() == Obstacle.CONFIGURATION_CHANGED) {
      workload.configuration = Objects.requireNonNull(workload.configuration) + "'";
    }
    if (fault.obstacle() == Obstacle.MUTABLE_TAG) {
      workload.builds.forEach(b -> b.mutableImage = true);
    }
    if (fault.obstacle() == Obstacle.NOTHING_KEPT) {
      // The platform keeps no earlier revision: its history limit is one.
      workload.builds.clear();
    }
    releases++;
    workload.release(new Build("t" + releases, fault.behaviour(), 1, false), now);
  }
}
