package com.trixtech.selfheal.core.plan;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the platform's own next start is waited for. A platform starts at once what ended for
 * the first time, and after a back-off of 10 s and more what ended again within ten minutes; a new
 * instance takes only its start-up. How long is too long says {@link Ladders#patience}. Stateless;
 * thread-safe.
 */
public final class Patience {
  private Patience() {}

  /** Why the platform is not waited for, where its next start is too far. */
  static Optional<String> exceeded(Diagnosis diagnosis, Duration patience, Instant now) {
    for (InstanceHealth instance : diagnosis.affected()) {
      Instant next = instance.nextStart();
      if (next != null && next.isAfter(now.plus(patience))) {
        return Optional.of(
            "the platform waits until %s before it starts %s again"
                .formatted(next, instance.instance().name()));
      }
    }
    return Optional.empty();
  }

  /**
   * Why a wait that was begun is not worth its end: one instance crashed or hung, all its siblings
   * are well, and the platform's next start has become too far. A crash loop is not among the
   * causes: its ladder is another one. Nor is a dependency's failure: there a new start helps
   * nobody.
   */
  public static Optional<String> over(
      Diagnosis diagnosis, WorkloadHealth workload, Duration patience, Instant now) {
    boolean helps =
        switch (diagnosis.cause()) {
          case INSTANCE_HUNG, INSTANCE_CRASHED, OUT_OF_MEMORY ->
              diagnosis.affected().size() == 1 && siblingsAreWell(workload);
          case NOTHING_WRONG,
              SIGNALS_BLIND,
              INSTANCE_NOT_READY,
              INSTANCE_ERRORING,
              CRASH_LOOPING,
              SHARED_CAUSE_UNKNOWN,
              BAD_RELEASE,
              DEPENDENCY_FAILED,
              EXTERNAL_DEPENDENCY_FAILED ->
              false;
        };
    return helps ? exceeded(diagnosis, patience, now) : Optional.empty();
  }

  private static boolean siblingsAreWell(WorkloadHealth workload) {
    long well =
        workload.instances().stream().filter(i -> i.ready() && i.symptom() == Symptom.NONE).count();
    return well > 0 && well == workload.instances().size() - 1;
  }
}
