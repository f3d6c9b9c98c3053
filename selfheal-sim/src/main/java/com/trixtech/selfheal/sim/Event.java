package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.List;

/** What a run is made of, as the invariants see it: the ports' calls and what they did. */
sealed interface Event {

  Instant at();

  /** A healer began on the journal. */
  record Started(Instant at, int maxInFlight) implements Event {}

  /** A policy that holds from now on. */
  record Governed(Instant at, Policy policy) implements Event {}

  /** An entry became durable. */
  record Written(Instant at, JournalEntry entry) implements Event {}

  /**
   * The actuator was asked to do an act.
   *
   * @param effect whether the world was changed by it
   */
  record Performed(Instant at, Act act, Outcome outcome, boolean effect, Sight before)
      implements Event {}

  /** An act that no answer came to has changed the world after all. */
  record TookEffect(Instant at, Act act, Sight before) implements Event {}

  /** The healer was killed. */
  record Killed(Instant at, KillPoint point) implements Event {}

  /** A whole step of the loop. */
  record Stepped(Instant at, StepReport report, int remembered) implements Event {}

  /** The clients of a workload began to ask, or ceased to. */
  record Requests(Instant at, WorkloadRef workload, boolean some) implements Event {}

  /** The ejections of one Service, by policy alone. */
  record Ejections(Instant at, WorkloadRef workload, int ejected, int most) implements Event {}

  /**
   * A workload at the end of an episode.
   *
   * @param expected what its faults allow
   * @param plain whether nothing but one fault stood in the way, so that the expectation is exact
   * @param endings how its incidents of this episode ended
   * @param stuck incidents that neither ended nor escalated within the bound
   */
  record EpisodeEnded(
      Instant at,
      WorkloadRef workload,
      Fault.Expected expected,
      boolean plain,
      boolean wellInTheWorld,
      boolean escalated,
      List<String> endings,
      List<String> stuck)
      implements Event {}
}
