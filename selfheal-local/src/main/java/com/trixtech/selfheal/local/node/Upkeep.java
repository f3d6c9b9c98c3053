package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is looked at once a second: memory against its limit, logs against their size. Which
 * processes an instance consists of is looked up at every fifth time only: it means reading the
 * whole process table, which was half of the idle healer's work. Confined to the event loop.
 */
final class Upkeep {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

  private static final int SCAN_EVERY = 5;

  /** Told of an instance that uses more than it may. */
  interface OverLimit {
    void found(Instance instance, long used, long limit);
  }

  private final ProcessTable table;
  private final LogRotation rotation;
  private final Function<String, Path> log;
  private final OverLimit overLimit;
  private final Collection<Instance> instances;
  private int runs;

  Upkeep(
      ProcessTable table,
      LogRotation rotation,
      Function<String, Path> log,
      OverLimit overLimit,
      Collection<Instance> instances) {
    this.table = table;
    this.rotation = rotation;
    this.log = log;
    this.overLimit = overLimit;
    this.instances = instances;
  }

  void run() {
    List<Instance> now = List.copyOf(instances);
    // One scan of /proc for all instances, and none where nobody has a limit.
    boolean scan = runs++ % SCAN_EVERY == 0 && now.stream().anyMatch(i -> limit(i).isPresent());
    List<Entry> all = scan ? table.all() : List.of();
    for (Instance instance : now) {
      ProcessId process = instance.process;
      Optional<Long> limit = limit(instance);
      if (process != null && limit.isPresent() && !instance.outOfMemory) {
        long used = used(instance, process, scan ? all : List.of());
        if (used > limit.get() && !scan) {
          used = used(instance, process, table.all()); // a pid may have become another's since
        }
        if (used > limit.get()) {
          overLimit.found(instance, used, limit.get());
        }
      }
      try {
        rotation.rotate(log.apply(instance.name));
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "log of " + instance.name + " not rotated: " + e);
      }
    }
  }

  /** Of the tree as {@code all} has it, or as it was last seen where that is empty. */
  private long used(Instance instance, ProcessId process, List<Entry> all) {
    if (!all.isEmpty()) {
      instance.lastTree = table.tree(process, all);
    } else if (instance.lastTree.isEmpty()) {
      instance.lastTree = table.living(process).stream().toList();
    }
    return instance.lastTree.stream().mapToLong(e -> table.anonymousMemory(e.pid())).sum();
  }

  private static Optional<Long> limit(Instance instance) {
    return instance.blueprint == null ? Optional.empty() : instance.blueprint.memoryLimit();
  }
}
