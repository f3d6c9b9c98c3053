package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when an open incident gets another cause: a graver one at once, a lesser one when it alone
 * has been seen for a while. Not thread-safe.
 */
final class CauseOverTime {
  private final Instant startedAt;
  private final Map<String, Instant> supported = new HashMap<>();

  /** What a diagnosis changes about an incident. */
  enum Change {
    NONE,
    MORE_AFFECTED,
    ANOTHER_CAUSE
  }

  CauseOverTime(Instant startedAt) {
    this.startedAt = startedAt;
  }

  Change look(
      Incident incident, WorkloadHealth workload, Diagnosis diagnosis, Policy policy, Instant now) {
    Cause cause = diagnosis.cause();
    if (cause == Cause.NOTHING_WRONG || incident.stage() == Stage.ESCALATED) {
      return Change.NONE;
    }
    if (cause == incident.cause()) {
      supported.put(incident.id(), now);
      return incident.affected().containsAll(names(diagnosis)) ? Change.NONE : Change.MORE_AFFECTED;
    }
    boolean inItsTime =
        incident.stage() == Stage.PROVING
            && (workload.rolling() || isRollBack(incident) || isRest(incident, diagnosis));
    boolean goesOn = isRestOfRollOut(incident, diagnosis, policy);
    boolean graver = cause.compareTo(incident.cause()) > 0;
    boolean alone =
        !inItsTime
            && !goesOn
            && !lastSupported(incident).plus(policy.detection().notReadyFor()).isAfter(now);
    return graver || alone ? Change.ANOTHER_CAUSE : Change.NONE;
  }

  /**
   * What a roll-back has not replaced yet still ails, and what it has just started has all the load
   * at once: neither is a new cause before the roll-back's own time is over.
   */
  private static boolean isRollBack(Incident incident) {
    return incident.planned().filter(p -> p.remedy() instanceof Remedy.RollBack).isPresent();
  }

  /** Of what all had at once, some have it longer: that is no cause of its own in them. */
  private static boolean isRest(Incident incident, Diagnosis diagnosis) {
    return incident.cause() == Cause.SHARED_CAUSE_UNKNOWN
        && incident.affected().containsAll(names(diagnosis));
  }

  /** What is left of a shared cause while it is treated instance by instance is the same cause. */
  boolean isRestOfRollOut(Incident incident, Diagnosis diagnosis, Policy policy) {
    return incident.acts() > 0
        && diagnosis.cause().inInstances()
        && isRest(incident, diagnosis)
        && Treatment.rung(incident, policy).remedy() == RemedyKind.RESTART_ROLL_OUT;
  }

  /** The incident has got its other cause. */
  void changed(Incident incident, Instant now) {
    supported.put(incident.id(), now);
  }

  /** A healer that has just started has seen nothing yet that speaks against the present cause. */
  private Instant lastSupported(Incident incident) {
    Instant opened = incident.opened().at();
    Instant since = opened.isAfter(startedAt) ? opened : startedAt;
    return supported.getOrDefault(incident.id(), since);
  }

  void forget(Incident incident) {
    supported.remove(incident.id());
  }

  static Diagnosed diagnosed(String incident, Diagnosis diagnosis, Instant now) {
    return new Diagnosed(
        now,
        incident,
        diagnosis.cause(),
        names(diagnosis),
        diagnosis.affected().stream().map(InstanceHealth::symptom).distinct().sorted().toList(),
        diagnosis.evidence(),
        diagnosis.rejected());
  }

  static List<String> names(Diagnosis diagnosis) {
    List<String> names = new ArrayList<>(diagnosis.affected().size());
    diagnosis.affected().forEach(i -> names.add(i.instance().name()));
    return names;
  }
}
