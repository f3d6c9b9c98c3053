package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Approved;
import com.trixtech.selfheal.core.journal.JournalEntry.HealerStarted;
import com.trixtech.selfheal.core.journal.JournalEntry.Paused;
import com.trixtech.selfheal.core.journal.JournalEntry.Resumed;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class WillRespected extends Invariant {
  private static final Duration LEAST_OBSERVATION = Duration.ofSeconds(5);
  private final Map<WorkloadRef, Policy> policies = new HashMap<>();
  private final Map<String, Pause> pauses = new HashMap<>();
  private final Set<String> approved = new HashSet<>();
  private Instant started = Instant.MIN;

  WillRespected() {
    super(
        "will-respected",
        "Nothing is begun in Observe, while suspended or paused, in a closed maintenance window,"
            + " without a needed approval, or in the healer's first seconds.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Governed governed -> policies.put(governed.policy().target(), governed.policy());
      case Event.Written(var at, HealerStarted s) -> started = s.at();
      case Event.Written(var at, Paused p) -> pauses.put(p.pause().id(), p.pause());
      case Event.Written(var at, Resumed r) -> pauses.remove(r.pause());
      case Event.Written(var at, Approved a) -> approved.add(a.incident());
      case Event.Written(var at, ActIntended act) when !act.undo() -> judge(act, broken);
      default -> {}
    }
  }

  private void judge(ActIntended act, Consumer<String> broken) {
    WorkloadRef workload = act.remedy().workload();
    Policy policy = policies.get(workload);
    boolean needed = policy != null && policy.mode() == Mode.APPROVE;
    boolean forbidden =
        policy == null
            || policy.mode() == Mode.OBSERVE
            || policy.suspend()
            || policy.maintenance().closed(act.at()).isPresent()
            || (needed && !approved.remove(act.incident()))
            || started.plus(LEAST_OBSERVATION).isAfter(act.at())
            || pauses.values().stream().anyMatch(p -> p.holds(workload, act.at()));
    if (forbidden) {
      broken.accept(act.remedy() + " against a person's will, or too early");
    }
  }
}
