package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.sim.Ailment.Cure;
import com.trixtech.selfheal.sim.Ailment.Kind;
import com.trixtech.selfheal.sim.Fault.BadSignals;
import com.trixtech.selfheal.sim.Fault.Release.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens in a run, drawn from a seed's stream.
 *
 * @param cold whether the healer begins with the world, while its databases still start: they are
 *     really missing then
 * @param early whether the first fault strikes before any revision could be proven
 */
record Script(boolean early, boolean cold, List<Episode> episodes) {

  /**
   * Faults that strike together.
   *
   * @param gapMillis quiet time before
   */
  record Episode(long gapMillis, List<Fault> faults) {}

  static Script draw(SplittableRandom random, World world) {
    List<WorkloadRef> apps = world.workloads.stream().skip(1).map(w -> w.ref).toList();
    WorkloadRef database = world.workloads.getFirst().ref;
    Draw draw = new Draw(random, apps, database);
    int count = random.nextInt(1, 4);
    List<Episode> episodes = new ArrayList<>();
    List<Fault> before = List.of();
    for (int i = 0; i < count; i++) {
      boolean again = i > 0 && Streams.percent(random, 30);
      List<Fault> faults = again ? before : draw.faults();
      long gap = Streams.percent(random, 60) ? random.nextInt(5, 300) : random.nextInt(300, 2_400);
      episodes.add(new Episode(gap * 1_000, faults));
      before = faults;
    }
    return new Script(Streams.percent(random, 8), Streams.percent(random, 10), episodes);
  }

  /** The same, and now and then a node is lost too. */
  Script onNodes(Timing timing) {
    List<Episode> all = new ArrayList<>();
    for (Episode episode : episodes) {
      List<Fault> faults = new ArrayList<>(episode.faults());
      if (timing.percent(12)) {
        faults.add(
            new Fault.NodeLost(
                timing.chance().nextInt(Nodes.COUNT),
                1_000L * timing.chance().nextInt(20, 600),
                timing.percent(50)));
      }
      all.add(new Episode(episode.gapMillis(), faults));
    }
    return new Script(early, cold, all);
  }

  /** Draws the faults of one episode. */
  private record Draw(SplittableRandom random, List<WorkloadRef> apps, WorkloadRef database) {

    List<Fault> faults() {
      List<Fault> faults = new ArrayList<>();
      faults.add(main());
      if (percent(25)) {
        faults.add(main());
      }
      if (percent(45)) {
        faults.add(disturbance());
      }
      if (percent(12)) {
        faults.add(disturbance());
      }
      return faults;
    }

    private Fault main() {
      WorkloadRef app = Streams.pick(random, apps);
      int count = percent(80) ? 1 : random.nextInt(2, 5);
      Cure cure = percent(65) ? Cure.RESTART : percent(70) ? Cure.REPLACE : Cure.NOTHING;
      return switch (random.nextInt(16)) {
        case 0, 1 -> new Fault.Instances(app, Kind.CRASH, Cure.RESTART, 0, count);
        case 2 ->
            new Fault.Instances(
                app, Kind.CRASH, cure == Cure.RESTART ? Cure.REPLACE : cure, 1_000, count);
        case 3 ->
            new Fault.Instances(app, Kind.OUT_OF_MEMORY, Cure.RESTART, random.nextInt(2), count);
        case 4, 5 -> new Fault.Instances(app, Kind.HANG, cure, 0, count);
        case 6, 7 -> new Fault.Instances(app, Kind.NOT_READY, cure, 0, count);
        case 8 -> new Fault.Instances(app, Kind.ERRORING, cure, 0, count);
        case 9 -> new Fault.Instances(app, Kind.SLOW, cure, 0, count);
        case 10 -> new Fault.Instances(app, Kind.FLAPPING, Cure.RESTART, 0, count);
        case 11, 12 -> new Fault.Release(app, behaviour(), obstacle());
        case 13 -> new Fault.DatabaseDown(database, percent(50), random.nextInt(1, 5));
        case 14 -> new Fault.ExternalDown(1_000L * random.nextInt(10, 200));
        default -> new Fault.Nothing(app);
      };
    }

    private Build.Behaviour behaviour() {
      return Streams.pick(random, List.of(Build.Behaviour.values()));
    }

    private Obstacle obstacle() {
      return percent(60) ? Obstacle.NONE : Streams.pick(random, List.of(Obstacle.values()));
    }

    private Fault disturbance() {
      WorkloadRef any = percent(80) ? Streams.pick(random, apps) : database;
      long span = 1_000L * random.nextInt(10, 90);
      return switch (random.nextInt(15)) {
        case 0 -> new BadSignals(any, BadSignals.Way.LOST, delay(), percent(70) ? span : 4 * span);
        case 1 -> new BadSignals(any, BadSignals.Way.LATE, 0, 3 * span);
        case 2 -> new BadSignals(any, BadSignals.Way.LYING, 0, span);
        case 3, 4 -> new Fault.ActuatorTrouble(percent(50) ? 40 : 100);
        case 5 -> new Fault.JournalFull(random.nextInt(30_000), span / 3);
        case 6 ->
            new Fault.Paused(
                percent(50) ? null : any, percent(50) ? 0 : span, percent(30) ? 660_000 : 2 * span);
        case 13, 14 -> new Fault.Idle(any, delay(), 8 * span);
        case 7 -> percent(25) ? new Fault.Removed(Streams.pick(random, apps), span / 2) : dies();
        default -> dies();
      };
    }

    private long delay() {
      return percent(40) ? 0 : 1_000L * random.nextInt(1, 40);
    }

    private Fault dies() {
      KillPoint point = Streams.pick(random, List.of(KillPoint.values()));
      int passes =
          switch (point) {
            case READING -> random.nextInt(1, 60);
            case APPENDED, TORN_FLUSH, FLUSHED -> random.nextInt(1, 15);
            case INTENT_WRITTEN, REREADING, PERFORMING, KEY_WRITTEN, EFFECT_DONE, PERFORMED ->
                random.nextInt(1, 3);
            case RECALLING -> random.nextInt(1, 3);
          };
      return new Fault.HealerDies(point, passes, 1_000L * random.nextInt(1, 40));
    }

    private boolean percent(int chance) {
      return Streams.percent(random, chance);
    }
  }
}
