package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether nothing stands in the way of treating a fault, so that its outcome is certain: the policy
 * enforces, its limits leave room for the whole ladder, and one instance of several is struck.
 */
final class Plain {
  private static final int ROOM = 8;

  private Plain() {}

  static boolean is(@Nullable Fault fault, SimWorkload workload, Policy policy) {
    boolean free =
        policy.mode() == Mode.ENFORCE
            && !policy.suspend()
            && policy.maintenance().closed(Instant.parse("2026-01-01T00:01:00Z")).isEmpty()
            && !policy.budget().requireDisruptionBudget()
            && policy.budget().maxActions() >= ROOM;
    if (!free || fault == null) {
      return false;
    }
    return switch (fault) {
      case Fault.Instances f ->
          f.count() == 1
              && workload.desired >= 3
              && (!workload.guardsUnready || workload.minAvailable < workload.desired)
              && switch (f.kind()) {
                case ERRORING ->
                    measured(workload) && errorsAreSeen(workload) && spareOne(workload, policy);
                case SLOW -> measured(workload) && spareOne(workload, policy);
                case NONE, HANG, NOT_READY, CRASH, OUT_OF_MEMORY, FLAPPING -> true;
              };
      case Fault.Release f ->
          switch (f.behaviour()) {
            case ERRORS -> measured(workload) && errorsAreSeen(workload);
            case SLOW_ANSWERS -> measured(workload);
            case GOOD, SLOW_START, CRASHES, NEVER_STARTS, NEVER_READY -> true;
          };
      case Fault.DatabaseDown f -> false;
      case Fault.ExternalDown f -> false;
      case Fault.BadSignals f -> true;
      case Fault.Idle f -> false;
      case Fault.NodeLost f -> false;
      case Fault.ActuatorTrouble f -> false;
      case Fault.JournalFull f -> false;
      case Fault.HealerDies f -> false;
      case Fault.Paused f -> false;
      case Fault.Removed f -> false;
      case Fault.Nothing f -> true;
    };
  }

  private static boolean measured(SimWorkload workload) {
    return workload.timing.has(Trait.MEASURES);
  }

  /** An instance that its Service ejects for its errors gets no request, and so shows none. */
  private static boolean errorsAreSeen(SimWorkload workload) {
    return workload.ejection.settings().consecutive5xxErrors() == 0;
  }

  /** An erring or slow instance is ready, so treating it costs one. */
  private static boolean spareOne(SimWorkload workload, Policy policy) {
    int left = workload.desired - 1;
    return left >= policy.budget().requiredHealthy(workload.desired)
        && policy.budget().allowedUnavailable(workload.desired) >= 1
        && workload.minAvailable <= left;
  }
}
