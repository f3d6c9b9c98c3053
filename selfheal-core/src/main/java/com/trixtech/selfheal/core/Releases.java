package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionProven;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Proves revisions: one that ran alone and well for long enough can be gone back to. A proof is
 * made once: a revision whose configuration changed afterwards was proven with the old one. Not
 * thread-safe.
 */
final class Releases {
  private final Memory memory;
  private final Consumer<JournalEntry> write;

  Releases(Memory memory, Consumer<JournalEntry> write) {
    this.memory = memory;
    this.write = write;
  }

  void prove(WorkloadHealth workload, Policy policy, Optional<Instant> quietSince, Instant now) {
    if (quietSince.isEmpty()
        || memory.releases(workload.workload()).proven().containsKey(workload.current())) {
      return;
    }
    Instant since =
        quietSince.get().isAfter(workload.changedAt()) ? quietSince.get() : workload.changedAt();
    if (since.plus(requireReadyFor(policy)).isAfter(now) || !runsOnlyCurrent(workload)) {
      return;
    }
    for (Revision revision : workload.revisions()) {
      if (revision.template().equals(workload.current())) {
        write.accept(
            new RevisionProven(
                now,
                workload.workload(),
                revision.template(),
                revision.configuration(),
                revision.images()));
      }
    }
    memory.keepRevisions(
        workload.workload(),
        workload.revisions().stream().map(Revision::template).collect(Collectors.toSet()));
  }

  private static boolean runsOnlyCurrent(WorkloadHealth workload) {
    for (InstanceHealth instance : workload.instances()) {
      if (!instance.revision().equals(workload.current())) {
        return false;
      }
    }
    return !workload.instances().isEmpty();
  }

  private static Duration requireReadyFor(Policy policy) {
    return policy.ladder().stream()
        .filter(rung -> rung.remedy() == RemedyKind.ROLL_BACK)
        .map(Policy.Rung::requireReadyFor)
        .findFirst()
        .orElse(Duration.ofMinutes(10));
  }
}
