package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is looked at once a second: memory against its limit, logs against their size. Confined to
 * the event loop.
 */
final class Upkeep {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

  /** Told of an instance that uses more than it may. */
  interface OverLimit {
    void found(Instance instance, long used, long limit);
  }

  private final ProcessTable table;
  private final LogRotation rotation;
  private final Function<String, Path> log;
  private final OverLimit overLimit;
  private final Collection<Instance> instances;

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
    boolean limited = now.stream().anyMatch(i -> limit(i).isPresent());
    // One scan of /proc for all instances, and none where nobody has a limit.
    List<Entry> all = limited ? table.all() : List.of();
    for (Instance instance : now) {
      ProcessId process = instance.process;
      Optional<Long> limit = limit(instance);
      if (process != null && limit.isPresent() && !instance.outOfMemory) {
        instance.lastTree = table.tree(process, all);
        long used = instance.lastTree.stream().mapToLong(e -> table.anonymousMemory(e.pid())).sum();
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

  private static Optional<Long> limit(Instance instance) {
    return instance.blueprint == null ? Optional.empty() : instance.blueprint.memoryLimit();
  }
}
