package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One instance as the kubelet keeps it: probes with thresholds, restart in place with back-off.
 * Times are virtual milliseconds. Not thread-safe.
 */
final class SimInstance {
  static final long STARTUP_BUDGET = 60_000;
  private static final long FIRST_PROBE = 1_000;
  private static final int READINESS_FAILURES = 2;
  private static final int LIVENESS_FAILURES = 3;
  private static final long LIFE = 2_000;
  private static final long FIRST_BACKOFF = 10_000;
  private static final long LONGEST_BACKOFF = 300_000;

  /** In seconds, as {@link Topology}'s policies have it. */
  static final int WINDOW = 10;

  private static final Duration USUAL = Duration.ofMillis(20);
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** How the application takes the loss of something it cannot do without. */
  enum Reaction {
    NONE,
    NOT_READY,
    ERRORS,
    CRASHES,
    HANGS
  }

  final InstanceRef ref;
  final Build build;
  final int node;
  private final Timing timing;
  private final long createdAt;
  private final long startUp;
  Ailment ailment = Ailment.NONE;
  Phase phase = Phase.STARTING;
  boolean ready;
  long terminatesAt;

  /** Whether nothing reaches it: its node is lost. */
  boolean cut;

  /** Since when the platform knows nothing of it; below zero: it does. */
  long unknownSince = -1;

  int restarts;
  private long phaseSince;
  private long began;
  private long started;
  private long killedAt = -1;
  private long nextStart = -1;
  private int livenessFailures;
  private int readinessFailures;
  private int ends;
  private @Nullable Exit lastExit;
  private final int[] requests = new int[WINDOW];
  private final int[] errors = new int[WINDOW];
  private final int[] late = new int[WINDOW];
  private int allRequests;
  private int allErrors;
  private int allLate;

  SimInstance(InstanceRef ref, Build build, long startUp, Timing timing, int node, long now) {
    this.ref = ref;
    this.build = build;
    this.timing = timing;
    this.node = node;
    this.createdAt = now;
    this.startUp = startUp;
    begin(now, timing.of(Delay.PLACING));
  }

  /** Its process begins after {@code wait}. */
  private void begin(long now, long wait) {
    phase = Phase.STARTING;
    phaseSince = now;
    began = now + wait;
    started = began + startUp * (build.behaviour == Build.Behaviour.SLOW_START ? 6 : 1);
    nextStart = -1;
    ready = false;
    livenessFailures = 0;
    readinessFailures = 0;
    forgetRequests();
  }

  /** What the process before met with is not this one's. */
  private void forgetRequests() {
    quiet();
    Arrays.fill(requests, 0);
    allRequests = 0;
  }

  /** One look of the kubelet. {@code lacks} is how a lost dependency shows; NONE without one. */
  void tick(long now, Reaction lacks, boolean held) {
    if (ailment.until() <= now) {
      ailment = Ailment.NONE;
    }
    switch (phase) {
      case STARTING -> starting(now, held);
      case RUNNING -> running(now, lacks, held);
      case BACKING_OFF -> {
        if (now >= nextStart && !held) {
          restart(now);
        }
      }
      case TERMINATING -> {}
    }
  }

  private void starting(long now, boolean held) {
    if (build.behaviour == Build.Behaviour.CRASHES && now - began >= Math.min(LIFE, startUp)) {
      end(ExitReason.ITSELF, now);
    } else if (build.behaviour == Build.Behaviour.NEVER_STARTS) {
      if (now - began >= STARTUP_BUDGET && !held) {
        end(ExitReason.STARTUP_PROBE, now);
      }
    } else if (now >= started) {
      phase = Phase.RUNNING;
      phaseSince = now;
    }
  }

  private void running(long now, Reaction lacks, boolean held) {
    boolean lived = now - phaseSince >= LIFE;
    if (lived && ailment.ends()) {
      end(ailment.kind() == Ailment.Kind.CRASH ? ExitReason.ITSELF : ExitReason.OUT_OF_MEMORY, now);
    } else if (lived && lacks == Reaction.CRASHES) {
      end(ExitReason.ITSELF, now);
    } else if (killedAt >= 0) {
      if (now >= killedAt) {
        end(ExitReason.LIVENESS_PROBE, now);
      }
    } else {
      probe(now, lacks, held);
    }
  }

  private void probe(long now, Reaction lacks, boolean held) {
    long run = now - phaseSince - FIRST_PROBE;
    if (run % timing.of(Delay.READINESS_PROBE) == 0) {
      readinessFailures = saysReady(now, lacks) ? 0 : readinessFailures + 1;
      ready = readinessFailures == 0 || (ready && readinessFailures < READINESS_FAILURES);
    }
    if (run % timing.of(Delay.LIVENESS_PROBE) == 0) {
      livenessFailures = answers(lacks) ? 0 : livenessFailures + 1;
      if (livenessFailures >= LIVENESS_FAILURES && !held) {
        condemned(now);
      }
    }
  }

  private void condemned(long now) {
    long wait = timing.of(Delay.KILL);
    if (wait == 0) {
      end(ExitReason.LIVENESS_PROBE, now);
    } else {
      killedAt = now + wait;
    }
  }

  boolean answers(Reaction lacks) {
    return ailment.kind() != Ailment.Kind.HANG && lacks != Reaction.HANGS;
  }

  private boolean saysReady(long now, Reaction lacks) {
    boolean flaps = ailment.kind() == Ailment.Kind.FLAPPING && now / 3_000 % 5 == 0;
    return answers(lacks)
        && lacks != Reaction.NOT_READY
        && ailment.kind() != Ailment.Kind.NOT_READY
        && build.behaviour != Build.Behaviour.NEVER_READY
        && !flaps;
  }

  boolean errs(Reaction lacks) {
    return ailment.kind() == Ailment.Kind.ERRORING
        || build.behaviour == Build.Behaviour.ERRORS
        || lacks == Reaction.ERRORS;
  }

  boolean slow() {
    return ailment.kind() == Ailment.Kind.SLOW || build.behaviour == Build.Behaviour.SLOW_ANSWERS;
  }

  /** The process ends; the first restart is at once, each further one after a doubled back-off. */
  void end(ExitReason reason, long now) {
    if (phase == Phase.TERMINATING || phase == Phase.BACKING_OFF) {
      return;
    }
    if (phase == Phase.RUNNING && now - phaseSince >= timing.of(Delay.BACK_OFF)) {
      ends = 0;
    }
    lastExit = new Exit(told(now), reason == ExitReason.ITSELF ? 1 : 137, reason);
    phase = Phase.BACKING_OFF;
    phaseSince = now;
    ready = false;
    killedAt = -1;
    boolean counted = reason != ExitReason.HEALER;
    long wait = counted && ends > 0 ? FIRST_BACKOFF << Math.min(ends - 1, 5) : 0;
    ends += counted ? 1 : 0;
    nextStart = now + Math.min(wait, LONGEST_BACKOFF);
  }

  private void restart(long now) {
    ailment = ailment.afterRestart();
    restarts++;
    begin(now, 0);
  }

  /** A person mends what ails it; a waiting one is started at once. */
  void mend(long now) {
    ailment = Ailment.NONE;
    if (phase == Phase.BACKING_OFF) {
      nextStart = now;
    }
    killedAt = -1;
    started = Math.min(started, now + startUp);
    began = Math.min(began, now);
  }

  /** Tells it to end; one that hangs does not hear, and is killed. */
  void terminate(long now) {
    if (phase != Phase.TERMINATING) {
      boolean hangs = ailment.kind() == Ailment.Kind.HANG;
      phase = Phase.TERMINATING;
      ready = false;
      terminatesAt = now + Math.max(timing.of(Delay.GRACE), hangs ? timing.of(Delay.KILL) : 0);
    }
  }

  boolean serves() {
    return phase == Phase.RUNNING && !cut && ailment.kind() != Ailment.Kind.HANG;
  }

  /** The platform has not heard of it since. */
  void unheardOf(long since) {
    unknownSince = since;
    ready = false;
  }

  /** Whether nothing is left of it. */
  boolean gone(long now) {
    return phase == Phase.TERMINATING && !cut && terminatesAt <= now;
  }

  boolean live() {
    return phase != Phase.TERMINATING;
  }

  /** Whether nothing will change in it until something outside does. */
  boolean steady() {
    return phase == Phase.RUNNING
        && ready
        && !cut
        && ailment == Ailment.NONE
        && livenessFailures == 0;
  }

  /** Notes what its clients saw in this second. */
  void served(long now, int count, int failed) {
    int slot = (int) (now / 1_000 % WINDOW);
    allRequests += count - requests[slot];
    allErrors += failed - errors[slot];
    allLate += (slow() ? count : 0) - late[slot];
    requests[slot] = count;
    errors[slot] = failed;
    late[slot] = slow() ? count : 0;
  }

  /** After a jump over quiet time the window holds what a quiet time looks like. */
  void quiet() {
    Arrays.fill(errors, 0);
    allErrors = 0;
    Arrays.fill(late, 0);
    allLate = 0;
  }

  /** The platform's times are no finer than it tells them. */
  private Instant told(long millis) {
    return Instant.ofEpochMilli(
        timing.has(Trait.WATCHES) ? millis - Math.floorMod(millis, 1_000L) : millis);
  }

  /** As the platform last heard of it, which is now unless its node is lost. */
  InstanceFact toldFact(Instant now) {
    return fact(unknownSince < 0 ? now : Instant.ofEpochMilli(unknownSince));
  }

  InstanceFact fact(Instant at) {
    boolean measures = timing.has(Trait.MEASURES);
    return new InstanceFact(
        at,
        ref,
        told(createdAt),
        build.template,
        phase,
        told(phaseSince),
        ready,
        measures ? livenessFailures : 0,
        measures ? readinessFailures : ready ? 0 : 1,
        restarts,
        lastExit,
        nextStart < 0 ? null : told(nextStart),
        measures ? traffic(at) : null,
        "");
  }

  private Traffic traffic(Instant at) {
    boolean slow = allLate * 100 > allRequests;
    return new Traffic(at, allRequests, allErrors, 0, slow ? SLOW : USUAL);
  }
}
