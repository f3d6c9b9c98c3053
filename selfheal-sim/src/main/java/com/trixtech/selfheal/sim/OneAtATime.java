package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class OneAtATime extends Invariant {
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();
  private final Map<String, WorkloadRef> inFlight = new LinkedHashMap<>();
  private int everywhere = 1;

  OneAtATime() {
    super(
        "one-at-a-time",
        "A restart, a replacement or a roll-back begins only when fewer than maxInFlight others are"
            + " unverified, on its workload and everywhere.");
  }

  private static boolean counts(RemedyKind kind) {
    return kind == RemedyKind.RESTART || kind == RemedyKind.REPLACE || kind == RemedyKind.ROLL_BACK;
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Started started -> everywhere = started.maxInFlight();
      case Event.Governed governed -> policies.put(governed.policy().target(), governed.policy());
      case Event.Written(var at, ActIntended act) when !act.undo() && counts(act.remedy().kind()) ->
          begun(act, broken);
      case Event.Written(var at, ActReported report) -> {
        if (!report.outcome().kind().mayHaveHappened()) {
          inFlight.remove(report.incident());
        }
      }
      case Event.Written(var at, Verified verified) -> inFlight.remove(verified.incident());
      case Event.Written(var at, IncidentClosed closed) -> inFlight.remove(closed.incident());
      default -> {}
    }
  }

  private void begun(ActIntended act, Consumer<String> broken) {
    WorkloadRef workload = act.remedy().workload();
    long here = inFlight.values().stream().filter(workload::equals).count();
    Policy policy = policies.get(workload);
    int allowedHere = policy == null ? 1 : policy.budget().maxInFlight();
    if (here >= allowedHere || inFlight.size() >= everywhere) {
      broken.accept("%s while %s are unverified".formatted(act.remedy(), inFlight));
    }
    inFlight.put(act.incident(), workload);
  }
}
