package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How a process is ended: out of its Services, a moment for requests under way, preStop, the stop
 * signal to the main process, grace, KILL to the whole tree. Confined to the event loop.
 */
final class Ending {
  /** A proxy that does not answer must not keep a sick process alive. */
  private static final long MOST_MILLIS_TO_LEAVE = 1000;

  private final Loop loop;
  private final NodeSettings settings;
  private final ProcessTable table;
  private final Kill kill;

  Ending(Loop loop, NodeSettings settings, ProcessTable table) {
    this.loop = loop;
    this.settings = settings;
    this.table = table;
    this.kill = new Kill(table);
  }

  /**
   * Begins to end the instance's present process.
   *
   * @param left completes when its Services no longer name it
   * @param grace of the probe that failed; empty = the instance's own
   */
  void begin(Instance instance, CompletionStage<?> left, Optional<Duration> grace) {
    ProcessId process = instance.process;
    if (process == null) {
      return;
    }
    left.toCompletableFuture()
        .copy()
        .orTimeout(MOST_MILLIS_TO_LEAVE, TimeUnit.MILLISECONDS)
        .whenComplete((_, _) ->
            loop.run(() ->
                instance.timer =
                    loop.after(settings.endpointDrain(), () -> stop(instance, process, grace))));
  }

  /** KILL to everything that belongs to the instance, descendants in other sessions too. */
  void killTree(Instance instance) {
    ProcessId process = instance.process;
    if (process != null) {
      instance.lastTree = merged(instance.lastTree, table.tree(process, table.all()));
      kill.sendEach("KILL", instance.lastTree);
    }
  }

  /** The main process is gone; whatever it left behind goes too, as in a container. */
  void killRest(Instance instance) {
    ProcessId process = instance.process;
    if (process != null) {
      kill.sendEach("KILL", merged(instance.lastTree, table.tree(process, table.all())));
    }
  }

  private void stop(Instance instance, ProcessId process, Optional<Duration> grace) {
    Optional<Entry> main = table.living(process);
    if (main.isEmpty()) {
      return;
    }
    instance.lastTree = merged(instance.lastTree, table.tree(process, table.all()));
    Blueprint blueprint = instance.blueprint;
    Duration patience =
        grace.orElse(blueprint == null ? Duration.ofSeconds(30) : blueprint.grace());
    // A frozen process cannot hear a signal: its grace would be waited for in vain.
    if (patience.isZero() || main.get().stopped()) {
      killTree(instance);
      return;
    }
    String signal = blueprint == null ? "TERM" : blueprint.stopSignal();
    if (blueprint == null || blueprint.preStop().isEmpty()) {
      kill.send(signal, process);
    } else {
      loop.aside(() -> preStop(blueprint, patience), _ -> kill.send(signal, process));
    }
    instance.timer =
        loop.after(
            patience,
            () -> {
              if (process.equals(instance.process)) {
                killTree(instance);
              }
            });
  }

  /** Runs the hook; it shares the grace with the process, as on Kubernetes. */
  private boolean preStop(Blueprint blueprint, Duration patience) {
    try {
      Process hook = Spawn.beside(blueprint.preStop(), blueprint);
      if (!hook.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        table.entry(hook.pid()).ifPresent(entry -> kill.sendTree("KILL", entry.id()));
        return false;
      }
      return hook.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static List<Entry> merged(List<Entry> before, List<Entry> now) {
    Map<ProcessId, Entry> all = new LinkedHashMap<>();
    before.forEach(e -> all.put(e.id(), e));
    now.forEach(e -> all.put(e.id(), e));
    return List.copyOf(all.values());
  }
}
