package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance as it stands on the disk. Written before the world is changed, so that a healer that
 * dies in between finds what it began. Immutable.
 *
 * @param template template hash of its revision
 * @param ordinal position in a StatefulSet; -1 in a Deployment
 * @param process null while nothing runs, and between the intent to start and the start
 * @param startedAt when the present process was started
 * @param started whether the start-up probe of the present process has passed
 * @param readySince since when it is ready; null when it is not
 * @param restarts restarts in place
 * @param backoffStep restarts since its history was last forgotten
 * @param stopReason why the present process is being ended; null when it is not
 * @param lastAct key of the last act on it
 */
public record InstanceRecord(
    String uid,
    String name,
    WorkloadRef workload,
    String template,
    int ordinal,
    String ip,
    Instant createdAt,
    Stage stage,
    Instant stageSince,
    @Nullable ProcessId process,
    @Nullable Instant startedAt,
    boolean started,
    @Nullable Instant readySince,
    int restarts,
    int backoffStep,
    @Nullable Exit lastExit,
    @Nullable Instant nextStart,
    @Nullable ExitReason stopReason,
    @Nullable String lastAct) {

  /** Where it is in its life. */
  public enum Stage {
    /** It is to be started, or was started and its start-up probe has not passed yet. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** Its process is being ended, and another will take its place. */
    RESTARTING,
    /** Nothing runs; it will be started at {@code nextStart}. */
    BACKING_OFF,
    /** It is being ended for good. */
    TERMINATING
  }

  /** How the core names it. */
  public InstanceRef ref() {
    return new InstanceRef(workload, name, uid);
  }

  /** Whether its process is there and nobody wants it to end. */
  public boolean serving() {
    return stage == Stage.STARTING || stage == Stage.RUNNING;
  }

  /** The process, if one is known. */
  public Optional<ProcessId> running() {
    return Optional.ofNullable(process);
  }
}
