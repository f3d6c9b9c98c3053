package com.trixtech.selfheal.core.plan;

import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.ReleaseHistory.Proof;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the revision to go back to: the newest one that was proven good and can still be what it
 * was.
 *
 * <p>Never a condemned one (A-73: no ping-pong), never one whose image tag may mean something else
 * by now, never one whose configuration has changed since its proof, never where another
 * controller owns the workload and would undo it.
 */
final class RollbackTarget {
  private final List<String> refusals = new ArrayList<>();
  private final @Nullable Revision revision;

  RollbackTarget(WorkloadHealth workload, ReleaseHistory history, Rung rung) {
    if (workload.operator() != null) {
      refusals.add("%s owns the workload and would undo it".formatted(workload.operator()));
      revision = null;
      return;
    }
    revision =
        workload.revisions().stream()
            .filter(r -> !r.template().equals(workload.current()))
            .sorted(Comparator.comparingInt(Revision::number).reversed())
            .filter(r -> acceptable(r, workload, history, rung))
            .findFirst()
            .orElse(null);
    if (revision == null && refusals.isEmpty()) {
      refusals.add("the platform keeps no earlier revision");
    }
  }

  Optional<Revision> revision() {
    return Optional.ofNullable(revision);
  }

  String why() {
    return String.join("; ", refusals);
  }

  private boolean acceptable(
      Revision candidate, WorkloadHealth workload, ReleaseHistory history, Rung rung) {
    Proof proof = history.proven().get(candidate.template());
    if (history.condemned().contains(candidate.template())) {
      return refuse(candidate, "it failed before and was rolled back from");
    }
    if (proof == null) {
      return refuse(candidate, "it was never proven good");
    }
    if (candidate.mutableImage()) {
      return refuse(candidate, "its image tag is mutable, so it may not be what was proven");
    }
    if (rung.requireConfigUnchanged() && !proof.configuration().equals(candidate.configuration())) {
      return refuse(candidate, "its ConfigMaps or Secrets have changed since it was proven");
    }
    return !candidate.template().equals(workload.current());
  }

  private boolean refuse(Revision candidate, String why) {
    refusals.add("revision %d: %s".formatted(candidate.number(), why));
    return false;
  }
}
