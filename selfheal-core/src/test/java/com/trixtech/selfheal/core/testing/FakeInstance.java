package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One instance of the fake world with at most one fault. Not thread-safe. */
final class FakeInstance {
  private static final Duration BOOT = Duration.ofSeconds(2);

  /** What ails it, and what takes it away. */
  enum Fault {
    NONE,
    ZOMBIE,
    ZOMBIE_FOR_GOOD,
    HUNG,
    ERRORING,
    CRASHES_ON_BOOT
  }

  final InstanceRef ref;
  private final Instant createdAt;
  final String revision;
  private Fault fault;
  private Phase phase = Phase.STARTING;
  private Instant phaseSince;
  private int restarts;
  private int crashes;
  private @Nullable Exit lastExit;
  private @Nullable Instant nextStart;
  private @Nullable Instant liveUntil;
  private Duration backOff = Duration.ZERO;
  private int requests;
  private boolean ejected;

  FakeInstance(
      WorkloadRef workload, String name, String revision, Fault fault, int requests, Instant now) {
    this.ref = new InstanceRef(workload, name, "uid-" + name);
    this.revision = revision;
    this.fault = fault;
    this.requests = requests;
    this.createdAt = now;
    this.phaseSince = now;
  }

  void requests(int count) {
    requests = count;
  }

  /** No request reaches it. */
  void ejected(boolean yes) {
    ejected = yes;
  }

  void fault(Fault other) {
    fault = other;
  }

  /** Started long ago. */
  void running() {
    phase = Phase.RUNNING;
  }

  boolean ready() {
    return phase == Phase.RUNNING && (fault == Fault.NONE || fault == Fault.ERRORING);
  }

  /** The process ends by itself; the platform starts it again after a back-off. */
  void crash(Instant now) {
    crashes++;
    enter(Phase.BACKING_OFF, now);
    lastExit = new Exit(now, 137, ExitReason.ITSELF);
    nextStart = now.plusSeconds(Math.min(300, 1L << Math.min(8, crashes)));
  }

  /** The platform ended it for its liveness probe; it starts it again after {@code backOff}. */
  void killedForLiveness(Instant now, Duration backOff) {
    fault = Fault.NONE;
    enter(Phase.BACKING_OFF, now);
    lastExit = new Exit(now, 137, ExitReason.LIVENESS_PROBE);
    nextStart = now.plus(backOff);
  }

  /** It does not answer from now on; its liveness probe has it ended after {@code patience}. */
  void hang(Instant now, Duration patience, Duration wait) {
    fault = Fault.HUNG;
    liveUntil = now.plus(patience);
    backOff = wait;
  }

  /** The healer ends it; the platform starts it again in place at once. */
  void restart(Instant now) {
    lastExit = new Exit(now, 143, ExitReason.HEALER);
    restarts++;
    fault = fault == Fault.ZOMBIE_FOR_GOOD ? fault : Fault.NONE;
    enter(Phase.STARTING, now);
  }

  void advance(Instant now, boolean held) {
    Instant live = liveUntil;
    if (live != null && !live.isAfter(now)) {
      liveUntil = null;
      killedForLiveness(now, backOff);
    }
    Instant next = nextStart;
    if (phase == Phase.BACKING_OFF && next != null && !held && !next.isAfter(now)) {
      nextStart = null;
      restarts++;
      enter(Phase.STARTING, now);
    } else if (phase == Phase.STARTING && !phaseSince.plus(BOOT).isAfter(now)) {
      if (fault == Fault.CRASHES_ON_BOOT) {
        crash(now);
      } else {
        enter(Phase.RUNNING, now);
      }
    }
  }

  private void enter(Phase next, Instant now) {
    phase = next;
    phaseSince = now;
  }

  InstanceFact fact(Instant now) {
    return new InstanceFact(
        now,
        ref,
        createdAt,
        revision,
        phase,
        phaseSince,
        ready(),
        phase == Phase.RUNNING && fault == Fault.HUNG ? 3 : 0,
        0,
        restarts,
        lastExit,
        nextStart,
        phase == Phase.RUNNING ? traffic(now) : null,
        "");
  }

  private Traffic traffic(Instant now) {
    int came = ejected ? 0 : requests;
    return new Traffic(now, came, fault == Fault.ERRORING ? came * 3L / 5 : 0);
  }
}
