package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.sim.Script.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of one seed: a world, a healer that is killed and started again, and the episodes of the
 * script. Each episode goes on until all is well and closed; where nothing more can happen by
 * itself, a person mends the world, as one does after an escalation. Not thread-safe.
 */
final class Run {
  private static final long BOUND = Duration.ofMinutes(25).toMillis();
  private static final long AFTER_MENDING = Duration.ofMinutes(10).toMillis();
  private static final long QUIET = Duration.ofMinutes(3).toMillis();
  private static final long LEAST = 12_000;

  private final long seed;
  private final Streams streams;
  private final Timing timing;
  private final VirtualClock clock = new VirtualClock();
  private final Watch watch;
  private final KillSwitch kill;
  private final World world;
  private final WorldSignals signals;
  private final WorldActuator actuator;
  private final SimJournal journal;
  private final Injector injector;
  private final LoopSettings settings;
  private final long stepMillis;
  private final boolean approves;
  private final Script script;
  private @Nullable HealingLoop loop;
  private long reviveAt;
  private long awayMillis = 5_000;
  private int steps;
  private int pauses;
  private Fault.@Nullable JournalFull full;
  private Fault.@Nullable Removed removal;
  private Fault.@Nullable Paused pausing;
  private long pausedUntil;

  Run(Platform platform, long seed) {
    this.seed = seed;
    this.streams = Streams.of(seed);
    this.timing = new Timing(platform, streams.timing());
    this.watch = new Watch(platform);
    this.kill = new KillSwitch(point -> watch.see(new Event.Killed(clock.instant(), point)));
    this.world = new World(clock, timing, streams.platform(), watch::see);
    Topology topology = new Topology(streams.topology());
    topology.build(world);
    this.settings = topology.settings();
    long step = streams.topology().nextBoolean() ? 1_000 : 2_000;
    this.stepMillis = timing.has(Trait.WATCHES) ? World.TICK : step;
    this.approves = streams.topology().nextInt(4) > 0;
    this.signals = new WorldSignals(world, streams.signals(), kill);
    this.actuator = new WorldActuator(world, signals, streams.actuator(), kill, watch::see);
    this.journal =
        new SimJournal(
            clock,
            kill,
            streams.healer().nextBoolean() || timing.has(Trait.ONE_API),
            entry -> watch.see(new Event.Written(clock.instant(), entry)));
    this.injector = new Injector(world, signals);
    Script drawn = Script.draw(streams.script(), world);
    this.script = timing.has(Trait.NODES) ? drawn.onNodes(timing) : drawn;
  }

  SimReport run() {
    Instant begun = clock.instant();
    for (Policy policy : world.policies.values()) {
      watch.see(new Event.Governed(clock.instant(), policy));
    }
    world.advance(script.cold() ? 0 : timing.of(Delay.HEAD_START));
    if (!world.steady()) {
      world.workloads.forEach(world::touch);
    }
    begin();
    long settled = timing.of(Delay.SETTLING);
    for (long waited = 0; waited < settled; waited += stepMillis) {
      step(stepMillis);
    }
    if (!script.early()) {
      skip(Duration.ofMinutes(11).toMillis());
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < script.episodes().size(); i++) {
      Episode episode = script.episodes().get(i);
      skip(episode.gapMillis());
      for (Fault fault : episode.faults()) {
        lines.add(clock.instant() + " " + fault);
      }
      episode(episode, i == 0);
    }
    return new SimReport(
        timing.platform(),
        seed,
        steps,
        Duration.between(begun, clock.instant()),
        watch.incidents.size(),
        List.copyOf(watch.violations),
        watch.sometimes,
        lines,
        journal.replay());
  }

  private void begin() {
    try {
      HealingLoop next =
          new HealingLoop(settings, world.policies.values(), clock, signals, actuator, journal);
      loop = next;
      watch.see(new Event.Started(clock.instant(), settings.maxInFlight()));
    } catch (HealerKilled killed) {
      gone();
    } catch (JournalUnavailable unavailable) {
      gone();
    }
  }

  private void gone() {
    loop = null;
    journal.lose();
    reviveAt = clock.millis() + awayMillis;
  }

  private void step(long millis) {
    world.advance(millis);
    if (loop == null && clock.millis() >= reviveAt) {
      begin();
    }
    HealingLoop healer = loop;
    if (healer == null) {
      return;
    }
    try {
      steps++;
      StepReport report = healer.step();
      watch.see(
          new Event.Stepped(
              clock.instant(), report, steps % 64 == 0 ? healer.incidents().size() : 0));
      approve(healer);
    } catch (HealerKilled killed) {
      gone();
    } catch (JournalUnavailable unavailable) {
      watch.sometimes.count(Rare.JOURNAL_UNAVAILABLE);
    }
  }

  private void approve(HealingLoop healer) {
    if (!approves || watch.open == 0 || streams.healer().nextInt(10) > 0) {
      return;
    }
    for (Incident incident : healer.incidents()) {
      boolean asked =
          incident
              .verdict()
              .filter(v -> v.reason() == Verdict.Reason.AWAITING_APPROVAL)
              .isPresent();
      if (asked && incident.closed().isEmpty()) {
        healer.approve(incident.id(), "somebody");
      }
    }
  }

  /** Whether all is well and known to be. */
  private boolean quiet() {
    return world.steady() && watch.open == 0;
  }

  private void skip(long millis) {
    step(stepMillis);
    if (quiet()) {
      world.skip(millis);
    } else {
      for (long done = 0; done < millis && !quiet(); ) {
        step(stepMillis);
        done += stepMillis;
      }
    }
    step(stepMillis);
    step(stepMillis);
  }

  private void episode(Episode episode, boolean first) {
    long begun = clock.millis();
    int incidentsBefore = watch.incidents.size();
    boolean cleanBefore = quiet();
    episode.faults().forEach(this::strike);
    boolean mended = false;
    long mendedAt = 0;
    List<String> stuck = List.of();
    while (true) {
      step(stepMillis);
      disturb(begun);
      long now = clock.millis();
      boolean done = now - begun >= LEAST && quiet() && loop != null;
      if (done && now >= signalsTroubledUntil) {
        break;
      }
      if (!mended && (now - begun > BOUND || hopeless(begun, now))) {
        stuck = now - begun > BOUND ? unexcused(incidentsBefore) : List.of();
        mended = true;
        mendedAt = now;
        calm();
        world.mend();
      } else if (mended && now - mendedAt > AFTER_MENDING) {
        stuck = unexcused(incidentsBefore);
        break;
      }
    }
    calm();
    report(episode, first && cleanBefore && !script.early(), incidentsBefore, stuck);
  }

  private long signalsTroubledUntil;

  private void strike(Fault fault) {
    injector.inject(fault);
    switch (fault) {
      case Fault.ActuatorTrouble f -> actuator.troublePercent = f.percent();
      case Fault.JournalFull f -> full = f;
      case Fault.HealerDies f -> {
        awayMillis = f.awayMillis();
        if (f.point() == KillPoint.RECALLING) {
          kill.arm(f.pass() > 1 ? KillPoint.INTENT_WRITTEN : KillPoint.EFFECT_DONE, 1, f.point());
        } else {
          kill.arm(f.point(), f.pass());
        }
      }
      case Fault.Paused f -> pausing = f;
      case Fault.Removed f -> removal = f;
      case Fault.BadSignals f -> {
        signalsTroubledUntil = clock.millis() + f.afterMillis() + f.millis();
        if (f.way() == Fault.BadSignals.Way.LOST && timing.has(Trait.ONE_API)) {
          full = new Fault.JournalFull(f.afterMillis(), f.millis());
        }
      }
      case Fault.NodeLost f -> {
        signalsTroubledUntil = Math.max(signalsTroubledUntil, clock.millis() + f.millis());
        watch.sometimes.count(Rare.NODE_LOST);
      }
      default -> {}
    }
  }

  private void pause(Fault.Paused fault) {
    HealingLoop healer = loop;
    if (healer == null) {
      return;
    }
    pauses++;
    Instant until = clock.instant().plusMillis(fault.millis());
    pausedUntil = until.toEpochMilli();
    try {
      healer.pause(
          new Pause(
              "p" + pauses, fault.workload(), "a change", "somebody", clock.instant(), until));
    } catch (HealerKilled killed) {
      gone();
    } catch (JournalUnavailable unavailable) {
      watch.sometimes.count(Rare.JOURNAL_UNAVAILABLE); // it holds, and is written later
    }
  }

  /** Brings about what the script has for later in the episode. */
  private void disturb(long begun) {
    long since = clock.millis() - begun;
    Fault.JournalFull fullness = full;
    if (fullness != null && since >= fullness.afterMillis()) {
      journal.unavailableUntil = clock.millis() + fullness.millis();
      full = null;
    }
    Fault.Paused paused = pausing;
    if (paused != null && since >= paused.afterMillis()) {
      pausing = null;
      pause(paused);
    }
    Fault.Removed removed = removal;
    if (removed != null && since >= removed.afterMillis()) {
      removal = null;
      remove(removed.workload());
    }
  }

  private void remove(WorkloadRef workload) {
    boolean needed =
        world.policies.values().stream()
            .flatMap(p -> p.dependsOn().stream())
            .anyMatch(d -> workload.equals(d.workload()));
    if (!needed && world.workloads.size() > 2) {
      world.workloads.removeIf(w -> w.ref.equals(workload));
    }
  }

  /** Whether only a person can go on: all that is open waits for one, or nothing is seen at all. */
  private boolean hopeless(long begun, long now) {
    boolean waits = loop != null && now >= reviveAt && now - begun > LEAST && now >= pausedUntil;
    if (!waits || pausing != null || now < signalsTroubledUntil || now < journal.unavailableUntil) {
      return false;
    }
    long quiet = now - Math.max(begun, watch.lastEntry.toEpochMilli());
    boolean all = true;
    for (Watch.Seen seen : watch.incidents.values()) {
      all &= !seen.ending.isEmpty() || seen.escalated || excused(seen.workload);
    }
    return all && quiet > (watch.open > 0 ? QUIET / 3 : QUIET);
  }

  /** Whether a person's will keeps the healer from ever acting on it. */
  private boolean excused(WorkloadRef workload) {
    Policy policy = java.util.Objects.requireNonNull(world.policies.get(workload));
    return policy.mode() == Mode.OBSERVE
        || policy.suspend()
        || (policy.mode() == Mode.APPROVE && !approves)
        || policy.maintenance().closed(clock.instant()).isPresent();
  }

  private List<String> unexcused(int before) {
    return watch.incidents.entrySet().stream()
        .skip(before)
        .filter(e -> e.getValue().ending.isEmpty() && !e.getValue().escalated)
        .filter(e -> !excused(e.getValue().workload))
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** Nothing disturbs any more. */
  private void calm() {
    actuator.troublePercent = 0;
    world.workloads.forEach(w -> w.idleUntil = 0);
    signals.clear();
    kill.disarm();
    full = null;
    removal = null;
    pausing = null;
    journal.unavailableUntil = 0;
    signalsTroubledUntil = 0;
  }

  private void report(Episode episode, boolean first, int before, List<String> stuck) {
    boolean alone = episode.faults().size() == 1;
    for (SimWorkload workload : world.workloads) {
      Fault only = alone ? episode.faults().getFirst() : null;
      boolean struck = only != null && workload.ref.equals(only.workload());
      List<Watch.Seen> own =
          watch.incidents.values().stream()
              .skip(before)
              .filter(s -> s.workload.equals(workload.ref))
              .toList();
      watch.see(
          new Event.EpisodeEnded(
              clock.instant(),
              workload.ref,
              struck && only != null ? only.expected() : Fault.Expected.EITHER,
              struck && first && Plain.is(only, workload, world.policy(workload)),
              workload.steady(),
              own.stream().anyMatch(s -> s.escalated),
              own.stream().map(s -> s.ending).filter(e -> !e.isEmpty()).toList(),
              stuck));
    }
  }
}
