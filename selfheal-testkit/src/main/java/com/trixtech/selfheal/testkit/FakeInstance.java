package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One life of an instance in the fake world. What is not visible keeps its last fact. */
final class FakeInstance {

  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  final InstanceRef ref;
  final String revision;
  private final Instant createdAt;
  private Phase phase = Phase.STARTING;
  private Instant phaseSince;
  private boolean ready;
  private int livenessFailures;
  private int readinessFailures;
  private int restarts;
  private @Nullable Exit lastExit;
  private @Nullable Instant nextStart;
  private long requests;
  private long errors;
  private boolean measured;
  private @Nullable Instant ejectedUntil;
  private boolean visible = true;
  private @Nullable InstanceFact lastSeen;

  FakeInstance(InstanceRef ref, String revision, Instant now) {
    this.ref = ref;
    this.revision = revision;
    createdAt = now;
    phaseSince = now;
  }

  void ready(Instant now) {
    if (phase != Phase.RUNNING) {
      enter(Phase.RUNNING, now);
    }
    ready = true;
    livenessFailures = 0;
    readinessFailures = 0;
    requests = 0;
    errors = 0;
    nextStart = null;
  }

  void notReady() {
    ready = false;
    readinessFailures = 3;
  }

  void hang() {
    notReady();
    livenessFailures = 3;
  }

  void answers(long of, long bad) {
    measured = true;
    requests = of;
    errors = bad;
  }

  void exit(int code, ExitReason reason, Instant now) {
    ready = false;
    lastExit = new Exit(now, code, reason);
    nextStart = now.plus(RESTART_DELAY);
    enter(Phase.BACKING_OFF, now);
  }

  /** The platform starts it again in place: the same uid, one restart more. */
  void startAgain(Instant now) {
    restarts++;
    ready = false;
    livenessFailures = 0;
    readinessFailures = 0;
    nextStart = null;
    enter(Phase.STARTING, now);
  }

  void terminate(Instant now) {
    ready = false;
    enter(Phase.TERMINATING, now);
  }

  void visible(boolean can, Instant now) {
    if (!can) {
      lastSeen = truth(now);
    }
    visible = can;
  }

  void eject(@Nullable Instant until) {
    ejectedUntil = until;
  }

  boolean inRotation(Instant now) {
    return ready && (ejectedUntil == null || !now.isBefore(ejectedUntil));
  }

  boolean starting() {
    return phase == Phase.STARTING || phase == Phase.BACKING_OFF;
  }

  InstanceFact seen(Instant now) {
    InstanceFact last = lastSeen;
    return visible || last == null ? truth(now) : last;
  }

  InstanceFact truth(Instant now) {
    return new InstanceFact(
        now,
        ref,
        createdAt,
        revision,
        phase,
        phaseSince,
        ready,
        livenessFailures,
        readinessFailures,
        restarts,
        lastExit,
        nextStart,
        measured ? new Traffic(now, requests, errors) : null,
        "");
  }

  private void enter(Phase next, Instant now) {
    phase = next;
    phaseSince = now;
  }
}
