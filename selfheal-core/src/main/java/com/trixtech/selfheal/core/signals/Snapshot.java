package com.trixtech.selfheal.core.signals;

import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known at one moment. Level-triggered: what is not in it is not there. A fact that
 * could not be renewed stays in it with its old time, so that its age shows. An alert that is no
 * longer in it no longer fires.
 */
public record Snapshot(
    List<WorkloadFacts> workloads, List<DependencyFact> dependencies, List<Alert> alerts) {

  public Snapshot {
    workloads = List.copyOf(workloads);
    dependencies = List.copyOf(dependencies);
    alerts = List.copyOf(alerts);
  }

  /** Where nobody raises alerts. */
  public Snapshot(List<WorkloadFacts> workloads, List<DependencyFact> dependencies) {
    this(workloads, dependencies, List.of());
  }

  /**
   * One workload with its instances.
   *
   * @param current template hash of the revision that the platform is set to
   * @param revisions the revisions that the platform keeps, {@code current} among them
   * @param rolling whether a rolling update is under way
   * @param changedAt when {@code current} became current
   * @param disruptionsAllowed of its PodDisruptionBudget; -1 where it has none ({@link
   *     Availability})
   * @param restartsHeldUntil until when the platform holds its restarts; null when it does not
   * @param operator name of another controller that owns it (Argo CD, Flux, Helm), or null
   */
  public record WorkloadFacts(
      Instant at,
      WorkloadRef workload,
      int desired,
      String current,
      List<Revision> revisions,
      boolean rolling,
      Instant changedAt,
      int disruptionsAllowed,
      @Nullable Instant restartsHeldUntil,
      @Nullable String operator,
      List<InstanceFact> instances) {

    public WorkloadFacts {
      revisions = List.copyOf(revisions);
      instances = List.copyOf(instances);
    }
  }

  /**
   * One instance.
   *
   * @param at when the platform last looked at it
   * @param createdAt when this uid came to be; a restart in place does not change it
   * @param phaseSince when this phase began
   * @param ready the platform's readiness, its own thresholds applied
   * @param livenessFailures liveness probes that failed in a row
   * @param readinessFailures readiness probes that failed in a row
   * @param restarts restarts in place over the life of this uid
   * @param lastExit how the process last ended, if ever
   * @param nextStart when the platform will start it again; null when it does not wait
   * @param traffic what its clients saw in the policy's window; null when nobody measures
   */
  public record InstanceFact(
      Instant at,
      InstanceRef instance,
      Instant createdAt,
      String revision,
      Phase phase,
      Instant phaseSince,
      boolean ready,
      int livenessFailures,
      int readinessFailures,
      int restarts,
      @Nullable Exit lastExit,
      @Nullable Instant nextStart,
      @Nullable Traffic traffic,
      String detail) {}

  /** Where an instance is in its life. */
  public enum Phase {
    STARTING,
    RUNNING,
    BACKING_OFF,
    TERMINATING
  }

  /**
   * How a process ended.
   *
   * @param code exit code, 128 + signal for a signal; -1 when nobody could tell
   */
  public record Exit(Instant at, int code, ExitReason reason) {
    private static final Set<Integer> BY_SIGNAL = Set.of(128 + 9, 128 + 15);

    /**
     * Whether the fault was, or may have been, the process's own: nobody is known to have stopped
     * it who had no reason in it.
     */
    public boolean ownFault() {
      return switch (reason) {
        case OUT_OF_MEMORY, LIVENESS_PROBE, STARTUP_PROBE, KILLED -> true;
        case ITSELF -> !BY_SIGNAL.contains(code);
        case HEALER, PLATFORM -> false;
      };
    }
  }

  /**
   * Who or what ended a process. {@code KILLED}: a signal, and nobody can tell whose; a probe may
   * have asked for it.
   */
  public enum ExitReason {
    ITSELF,
    KILLED,
    OUT_OF_MEMORY,
    LIVENESS_PROBE,
    STARTUP_PROBE,
    HEALER,
    PLATFORM
  }

  /**
   * What clients saw of one instance in the last window, of the present run of its process only:
   * what the one before met with would be blamed on its successor.
   *
   * @param errors requests that failed, those without an answer among them
   * @param unanswered requests that got no answer at all: time-outs, resets, refused connections
   * @param p99 the time that 99 of 100 answers took at most; null when nobody measures it, or
   *     nothing was answered
   */
  public record Traffic(
      Instant at, long requests, long errors, long unanswered, @Nullable Duration p99) {

    /** Where every error was an answer, and nobody measures how long it took. */
    public Traffic(Instant at, long requests, long errors) {
      this(at, requests, errors, 0, null);
    }

    /**
     * Whether most of what failed did so without an answer: the mark of a hang, not of a bad
     * answer.
     */
    public boolean silent() {
      return unanswered * 2 > errors;
    }

    public double errorRatio() {
      return requests == 0 ? 0 : (double) errors / requests;
    }
  }

  /** Whether a declared dependency answered an independent check. */
  public record DependencyFact(
      Instant at, WorkloadRef dependent, String dependency, boolean reachable, String detail) {}
}
