package com.trixtech.selfheal.local.node;

import static java.util.Objects.requireNonNull;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import com.trixtech.selfheal.local.state.StateDirectory;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of all instances: start, probe, restart in place, end. Each step is on the disk before
 * it is done, unless that is full: see {@link Records}. Confined to the event loop.
 */
public final class Node {
  private final Loop loop;
  private final NodeSettings settings;
  private final StateDirectory state;
  private final NodeOwner owner;
  private final ProcessTable table = new ProcessTable();
  private final ProbeRun probes = new ProbeRun(table);
  private final Ending ending;
  private final Records records;
  private final Map<String, Instance> instances = new LinkedHashMap<>();

  public Node(Loop loop, NodeSettings settings, StateDirectory state, NodeOwner owner) {
    this.loop = loop;
    this.settings = settings;
    this.state = state;
    this.owner = owner;
    this.ending = new Ending(loop, settings, table);
    this.records = new Records(state);
  }

  /** Begins to watch; once, after adoption. */
  public void watch() {
    loop.every(settings.watch(), this::lookForAdopted);
    loop.every(settings.memoryWatch(), records::retry);
    loop.every(
        settings.memoryWatch(),
        new Upkeep(table, settings.logs(), this::log, this::outOfMemory, instances.values())::run);
  }

  public Collection<Instance> instances() {
    return List.copyOf(instances.values());
  }

  public Optional<Instance> instance(String uid) {
    return Optional.ofNullable(instances.get(uid));
  }

  public ProbeRun probes() {
    return probes;
  }

  public ProcessTable table() {
    return table;
  }

  /** The log of an instance; a StatefulSet's next life goes on in the same. */
  public Path log(String instanceName) {
    return state.path("logs", instanceName + ".log");
  }

  /** Makes an instance and starts it. */
  public Instance create(
      WorkloadRef workload, String name, String template, int ordinal, String uid, String ip) {
    Instant now = loop.now();
    Instance instance =
        new Instance(
            new InstanceRecord(
                uid,
                name,
                workload,
                template,
                ordinal,
                ip,
                now,
                Stage.STARTING,
                now,
                null,
                null,
                false,
                null,
                0,
                0,
                null,
                null,
                null,
                null));
    instances.put(uid, instance);
    start(instance);
    return instance;
  }

  /** A uid for {@link #create}. */
  public static String newUid() {
    return UUID.randomUUID().toString();
  }

  /** Takes over an instance of an earlier healer, and touches nothing that runs. */
  public void adopt(InstanceRecord record) {
    Instance instance = new Instance(record);
    instances.put(instance.uid, instance);
    List<Entry> marked = new Orphans(table, state.root()).of(record);
    if (instance.process == null && !marked.isEmpty()) {
      // The healer died between the start and the note of its pid.
      instance.process = marked.getFirst().id();
      instance.startedAt = record.stageSince();
    }
    ProcessId process = instance.process;
    if (process != null && table.living(process).isEmpty()) {
      // Children that it left, or a later life that a full disk kept from being written down.
      new Kill(table).sendEach("KILL", marked);
      ended(instance, process, -1);
    } else if (process != null) {
      resume(instance);
    } else if (record.stage() == Stage.TERMINATING) {
      remove(instance);
    } else {
      startAt(
          instance, record.nextStart() == null ? loop.now() : requireNonNull(record.nextStart()));
    }
  }

  private void resume(Instance instance) {
    try {
      instance.blueprint = owner.blueprint(instance.record());
    } catch (RuntimeException e) {
      // It runs, whatever its manifest says now; without a blueprint it cannot be probed.
      instance.detail = String.valueOf(e.getMessage());
    }
    switch (instance.stage) {
      case STARTING, RUNNING, BACKING_OFF -> {
        if (instance.stage == Stage.BACKING_OFF) {
          instance.enter(Stage.STARTING, loop.now());
        }
        records.save(instance);
        probe(instance);
        owner.changed(instance);
      }
      case RESTARTING, TERMINATING -> signal(instance, Optional.empty());
    }
  }

  /** Ends it for good. */
  public void terminate(Instance instance, ExitReason reason, @Nullable String act) {
    if (instance.stage == Stage.TERMINATING) {
      return;
    }
    boolean underWay = instance.stage == Stage.RESTARTING;
    if (!underWay) {
      instance.cancelTimer(); // of a start that is not wanted any more; a stop under way goes on
    }
    end(instance, Stage.TERMINATING, reason, act);
    if (instance.process == null) {
      remove(instance);
    } else if (!underWay) {
      signal(instance, Optional.empty());
    }
  }

  /** Ends its process; another takes its place, at once if the healer wants it. */
  public void restart(
      Instance instance, ExitReason reason, Optional<Duration> grace, @Nullable String act) {
    if (instance.process == null && instance.stage == Stage.BACKING_OFF) {
      instance.lastAct = act;
      wake(instance);
    } else if (instance.stage == Stage.STARTING || instance.stage == Stage.RUNNING) {
      end(instance, Stage.RESTARTING, reason, act);
      signal(instance, grace);
    }
  }

  /** Ends its process with grace; whether and when another starts is for the owner to say. */
  public void stop(Instance instance) {
    restart(instance, ExitReason.ITSELF, Optional.empty(), null);
  }

  /** Ends the present process with its whole tree, without grace, as a crash would. */
  public void crash(Instance instance) {
    if (instance.process != null) {
      ending.killTree(instance);
    }
  }

  /** Starts one that waits, now. */
  public void wake(Instance instance) {
    if (instance.stage == Stage.BACKING_OFF) {
      instance.cancelTimer();
      start(instance);
    }
  }

  /** Sends STOP or CONT to the whole tree, while it is the process that was meant. */
  public boolean freeze(ProcessId process, boolean stop) {
    return new Kill(table).sendTree(stop ? "STOP" : "CONT", process) > 0;
  }

  /** Stops probing and watching; the processes stay. */
  public void leave() {
    instances.values().forEach(this::stopProbing);
  }

  private void start(Instance instance) {
    if (owner.startForbidden(instance.record())) {
      startAt(instance, null);
      return;
    }
    Instant now = loop.now();
    instance.enter(Stage.STARTING, now);
    instance.nextStart = null;
    instance.stopReason = null;
    instance.started = false;
    instance.outOfMemory = false;
    instance.startedAt = now;
    instance.lastTree = List.of();
    records.save(instance);
    Process process;
    try {
      Blueprint blueprint = owner.blueprint(instance.record());
      instance.blueprint = blueprint;
      process = Spawn.instance(blueprint, instance.ip, log(instance.name));
    } catch (RuntimeException e) {
      cannotStart(instance, String.valueOf(e.getMessage()));
      return;
    }
    Optional<Entry> entry = table.entry(process.pid());
    if (entry.isEmpty()) {
      cannotStart(
          instance,
          "process: ended before it could be seen (expected: it to run); see "
              + log(instance.name));
      return;
    }
    ProcessId id = entry.get().id();
    instance.process = id;
    instance.child = true;
    instance.detail = "";
    records.save(instance);
    process.onExit().thenAccept(p -> loop.run(() -> ended(instance, id, p.exitValue())));
    owner.changed(instance);
    probe(instance);
  }

  /** A start that fails by itself would fail again at once: it waits from the first time on. */
  private void cannotStart(Instance instance, String why) {
    instance.detail = why;
    instance.backoffStep = Math.max(1, instance.backoffStep);
    Duration wait = settings.restartDelay().before(instance.backoffStep++);
    startAt(instance, loop.now().plus(wait));
    owner.changed(instance);
  }

  private void startAt(Instance instance, @Nullable Instant at) {
    Instant now = loop.now();
    instance.enter(Stage.BACKING_OFF, now);
    instance.nextStart = at;
    records.save(instance);
    if (at != null) {
      instance.timer = loop.after(Duration.between(now, at), () -> wake(instance));
    }
  }

  private void probe(Instance instance) {
    if (instance.blueprint == null) {
      return;
    }
    instance.prober =
        new Prober(loop, probes, instance, instance.blueprint, new ProbeVerdicts(instance));
    instance.prober.start();
  }

  private void end(Instance instance, Stage stage, ExitReason reason, @Nullable String act) {
    stopProbing(instance);
    instance.enter(stage, loop.now());
    instance.stopReason = reason;
    if (act != null) {
      instance.lastAct = act;
    }
    records.save(instance);
  }

  /** Out of the Services first, and only then the signal. */
  private void signal(Instance instance, Optional<Duration> grace) {
    ending.begin(instance, owner.changed(instance), grace);
  }

  private void ended(Instance instance, ProcessId process, int code) {
    if (!process.equals(instance.process) || instances.get(instance.uid) != instance) {
      return;
    }
    stopProbing(instance);
    instance.cancelTimer();
    ending.killRest(instance);
    Instant now = loop.now();
    instance.lastExit = new Exit(now, code, instance.reason(code));
    Duration ran = Duration.between(Optional.ofNullable(instance.startedAt).orElse(now), now);
    instance.process = null;
    instance.child = false;
    if (instance.stage == Stage.TERMINATING) {
      remove(instance);
      return;
    }
    instance.detail = "its process ended with exit code " + code;
    instance.restarts++;
    int step = settings.restartDelay().next(instance.backoffStep, ran);
    instance.backoffStep = step + 1;
    Duration wait =
        instance.stopReason == ExitReason.HEALER
            ? Duration.ZERO
            : settings.restartDelay().before(step);
    startAt(instance, now.plus(wait));
    owner.changed(instance);
    if (wait.isZero()) {
      wake(instance);
    }
  }

  private void remove(Instance instance) {
    instance.cancelTimer();
    instances.remove(instance.uid);
    records.remove(instance);
    owner.gone(instance.record());
  }

  private void outOfMemory(Instance instance, long used, long limit) {
    instance.outOfMemory = true;
    instance.detail = "memory: %d bytes (expected: <= %d)".formatted(used, limit);
    ending.killTree(instance);
  }

  /** The JDK reports ends of children only; of adopted processes it would tell after seconds. */
  private void lookForAdopted() {
    for (Instance instance : instances()) {
      ProcessId process = instance.process;
      if (process != null && !instance.child && table.living(process).isEmpty()) {
        ended(instance, process, -1);
      }
    }
  }

  private void stopProbing(Instance instance) {
    if (instance.prober != null) {
      instance.prober.stop();
    }
  }

  /** What the probes of one process mean for its instance. */
  private final class ProbeVerdicts implements Prober.Owner {
    private final Instance instance;

    ProbeVerdicts(Instance instance) {
      this.instance = instance;
    }

    @Override
    public void started() {
      instance.started = true;
      if (instance.stage == Stage.STARTING) {
        instance.enter(Stage.RUNNING, loop.now());
      }
      records.save(instance);
    }

    @Override
    public void ready(boolean ready, String detail) {
      instance.detail = detail;
      if (instance.stage == Stage.RUNNING && ready != instance.ready()) {
        instance.readySince = ready ? loop.now() : null;
        records.save(instance);
        owner.changed(instance);
      }
    }

    @Override
    public void failing(ExitReason reason, ProbeSpec probe, String detail) {
      instance.detail = detail;
      if (!owner.restartsHeld(instance.record())) {
        restart(instance, reason, probe.terminationGracePeriod(), null);
      }
    }
  }
}
