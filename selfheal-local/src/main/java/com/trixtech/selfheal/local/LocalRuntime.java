package com.trixtech.selfheal.local;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.local.act.LocalActuator;
import com.trixtech.selfheal.local.controllers.Cluster;
import com.trixtech.selfheal.local.controllers.Eviction;
import com.trixtech.selfheal.local.controllers.Progress;
import com.trixtech.selfheal.local.faults.Fault;
import com.trixtech.selfheal.local.faults.Faults;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.local.node.Orphans;
import com.trixtech.selfheal.local.node.ProcessTable;
import com.trixtech.selfheal.local.signals.LocalSignals;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import com.trixtech.selfheal.manifest.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runtime. {@link #open} takes the state directory, {@link #start} adopts what runs and goes on
 * from there, {@link #apply} says what should run; {@link #close} leaves everything running and
 * {@link #down} ends it. Thread-safe: every method asks the one event loop.
 */
public final class LocalRuntime implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A killed process is gone as soon as the kernel comes to it. */
  private static final Duration KILLED = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(20);

  private final LocalSettings settings;
  private final StateDirectory state;
  private final Loop loop;
  private final Cluster cluster;
  private final Faults faults;
  private final LocalSignals signals;
  private final LocalActuator actuator;
  private final AtomicReference<Instant> killAt = new AtomicReference<>(Instant.MAX);
  private volatile boolean started;

  private LocalRuntime(LocalSettings settings, StateDirectory state) {
    this.settings = settings;
    this.state = state;
    this.loop = new Loop(settings.clock());
    this.cluster =
        new Cluster(
            loop,
            state,
            settings.node(),
            settings.plane(),
            settings.addresses(),
            new Progress(settings.progress()));
    this.faults = new Faults(loop, state, cluster);
    this.signals = new LocalSignals(loop, cluster, settings.plane());
    this.actuator =
        new LocalActuator(loop, state, cluster, settings.plane(), () -> ask(faults::actDelay));
  }

  /**
   * Takes the state directory; nothing runs or is touched yet.
   *
   * @throws LocalException when it cannot be written, or another runtime has it
   */
  public static LocalRuntime open(LocalSettings settings) {
    return new LocalRuntime(settings, StateDirectory.open(settings.state()));
  }

  /** Adopts what an earlier runtime left, and begins to probe and to reconcile. */
  public void start() {
    if (!started) {
      started = true;
      ask(() -> {
        faults.adopt();
        cluster.adopt();
        faults.resume();
        return true;
      });
    }
  }

  /**
   * Brings everything to what the manifests say; what is not in them ends. A revision keeps what
   * stood for its image when it was made: other commands for the same image are another revision.
   *
   * @return the workloads that have another revision now
   */
  public Set<WorkloadRef> apply(Manifests manifests, ImageMap images) {
    return ask(() -> cluster.apply(manifests, images));
  }

  /** Evicts an instance within its disruption budget. */
  public Eviction evict(String uid, boolean dryRun) {
    return ask(() -> cluster.evict(uid, dryRun, null));
  }

  /** Returns a workload to a kept revision; empty when done, else why not. */
  public Optional<String> rollBack(WorkloadRef workload, String from, String to) {
    return ask(() -> cluster.rollBack(workload, from, to, null));
  }

  /** Everything at one moment. */
  public LocalStatus status() {
    return ask(() -> StatusView.of(cluster, faults, loop.now()));
  }

  /** The log of an instance. */
  public Path log(String instanceName) {
    return ask(() -> cluster.node().log(instanceName));
  }

  public SignalSource signals() {
    return signals;
  }

  public Actuator actuator() {
    return actuator;
  }

  /** Injects a fault; see {@link Faults#inject}. */
  public Fault injectFault(Fault.Kind kind, String target, Duration duration, Duration delay) {
    return ask(() -> faults.inject(kind, target, duration, delay));
  }

  /** The faults that are not removed. */
  public List<Fault> faults() {
    return ask(faults::list);
  }

  /** Removes a fault; the answer is null when it is gone, and the dirty fault when it is not. */
  public @Nullable Fault removeFault(String id) {
    return ask(() -> Optional.ofNullable(faults.remove(id))).orElse(null);
  }

  /** Removes all faults; the answer lists those that could not be. */
  public List<Fault> removeFaults() {
    return ask(faults::removeAll);
  }

  /**
   * Waits until every workload has all its instances ready on its current revision.
   *
   * @throws LocalException when that takes too long, or an instance cannot be started at all
   */
  public void awaitReady(Duration timeout) {
    LocalStatus last =
        await(
            timeout,
            status -> {
              status.workloads().stream()
                  .flatMap(w -> w.instances().stream())
                  .filter(i -> i.stage() == Stage.BACKING_OFF && i.restarts() == 0)
                  .filter(i -> i.detail().contains("(expected"))
                  .findFirst()
                  .ifPresent(i -> {
                    throw new LocalException(i.name() + " cannot start: " + i.detail());
                  });
              return status.settled();
            });
    if (!last.settled()) {
      throw new LocalException(
          "not ready after %s: %s (expected: all instances ready)"
              .formatted(
                  timeout,
                  last.workloads().stream()
                      .filter(w -> w.ready() < w.replicas())
                      .map(w -> w.ref() + " %d/%d".formatted(w.ready(), w.replicas()))
                      .toList()));
    }
  }

  /**
   * Ends everything, in parallel, and then the data path, whatever happens. Also for a runtime that
   * was only opened: it ends what another left. Called a second time meanwhile, the shorter grace
   * counts.
   *
   * @param wipe whether the state is deleted too, volumes and logs included
   * @param grace after which everything that is left is killed; zero kills at once
   * @throws LocalException when something lives on even so
   */
  public void down(boolean wipe, Duration grace) {
    killAt.accumulateAndGet(Instant.now().plus(grace), (a, b) -> a.isBefore(b) ? a : b);
    synchronized (killAt) {
      if (!loop.open()) {
        return; // another call has done it
      }
      try {
        endInstances();
      } finally {
        endRest();
      }
      if (wipe) {
        settings.addresses().release();
        StateDirectory.deleteTree(state.root());
      }
    }
  }

  /** The data path, and whatever is marked as of this state and in no record. */
  private void endRest() {
    try {
      settings.plane().stop();
    } finally {
      close();
      new Orphans(new ProcessTable(), state.root()).endAll(KILLED);
    }
  }

  private void endInstances() {
    ask(() -> {
      cluster.endAll(); // before adoption: nothing that had ended is to be started again
      return true;
    });
    start();
    ask(() -> {
      faults.removeAll();
      cluster.endAll();
      return true;
    });
    if (!ended(killAt::get)) {
      ask(() -> {
        cluster.node().instances().forEach(cluster.node()::crash);
        return true;
      });
      Instant limit = Instant.now().plus(KILLED);
      if (!ended(() -> limit)) {
        throw new LocalException(
            "down: %s still there %s after they were killed (expected: all ended)"
                .formatted(
                    ask(() ->
                        cluster.node().instances().stream().map(i -> i.record().name()).toList()),
                    KILLED));
      }
    }
  }

  private boolean ended(Supplier<Instant> deadline) {
    while (!ask(() -> cluster.node().instances().isEmpty())) {
      if (!Instant.now().isBefore(deadline.get())) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** Leaves everything running, and gives the state directory to the next runtime. */
  @Override
  public void close() {
    if (loop.open()) {
      ask(() -> {
        cluster.node().leave();
        return true;
      });
      loop.close();
      state.close();
    }
  }

  private LocalStatus await(Duration timeout, Predicate<LocalStatus> condition) {
    Instant deadline = Instant.now().plus(timeout);
    LocalStatus status = status();
    while (!condition.test(status) && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(POLL.toNanos());
      status = status();
    }
    return status;
  }

  private <T> T ask(Callable<T> question) {
    return loop.ask(PATIENCE, question);
  }
}
