package com.trixtech.selfheal.core.verify;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Level;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What clients have seen of the instances since all seemed well. A symptom that only answers show,
 * only answers can show to be gone: without requests an instance cannot err, and is not well for
 * it. Not thread-safe.
 */
public final class Answers {
  private final Level least;
  private final Map<String, Level> seen = new HashMap<>();

  private Answers(Level least) {
    this.least = least;
  }

  /** The proof that these symptoms of this cause need; none where probes can tell. */
  public static Answers neededFor(Cause cause, Set<Symptom> symptoms) {
    if (!inAnswers(cause)) {
      return new Answers(Level.UNKNOWN);
    }
    if (symptoms.contains(Symptom.SLOW)) {
      return new Answers(Level.MET);
    }
    boolean erred = symptoms.contains(Symptom.ERRORING) || cause == Cause.INSTANCE_ERRORING;
    return new Answers(erred ? Level.FEW_ERRORS : Level.UNKNOWN);
  }

  /**
   * Where a dependency was the cause, its own check tells that it is over. What was seen before the
   * healer became blind is still to be proven gone.
   */
  private static boolean inAnswers(Cause cause) {
    return switch (cause) {
      case INSTANCE_ERRORING, SHARED_CAUSE_UNKNOWN, BAD_RELEASE, SIGNALS_BLIND -> true;
      case NOTHING_WRONG,
          INSTANCE_NOT_READY,
          INSTANCE_HUNG,
          INSTANCE_CRASHED,
          OUT_OF_MEMORY,
          CRASH_LOOPING,
          DEPENDENCY_FAILED,
          EXTERNAL_DEPENDENCY_FAILED ->
          false;
    };
  }

  /** Whether any answer is needed at all. */
  public boolean needed() {
    return least != Level.UNKNOWN;
  }

  /** Notes what is known now. Once shown stays shown, until it is shown to be otherwise. */
  public void see(WorkloadHealth workload) {
    if (needed()) {
      workload.instances().forEach(i -> seen.merge(i.instance().uid(), i.level(), Answers::later));
    }
  }

  private static Level later(Level before, Level now) {
    return now == Level.BROKEN || now.compareTo(before) > 0 ? now : before;
  }

  /** What was seen before says nothing about what comes now. */
  public void forget() {
    seen.clear();
  }

  /** Whether clients have seen this instance to be good, as far as that is needed. */
  public boolean show(InstanceHealth instance) {
    return seen.getOrDefault(instance.instance().uid(), Level.UNKNOWN).compareTo(least) >= 0;
  }

  /** Whether clients have seen every ready instance to be good, as far as that is needed. */
  public boolean show(WorkloadHealth workload) {
    return workload.instances().stream().filter(InstanceHealth::ready).allMatch(this::show);
  }
}
