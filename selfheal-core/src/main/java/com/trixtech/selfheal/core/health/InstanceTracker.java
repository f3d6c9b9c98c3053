package com.trixtech.selfheal.core.health;

import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Level;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.ServiceLevel;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one life of an instance just long enough to tell a sample from a fact. Not thread-safe.
 *
 * <p>A process that ended is a fact at once. A failed probe or an error ratio is a sample: it
 * counts after the policy's thresholds, and is over only after {@code successThreshold} good
 * samples in a row.
 */
final class InstanceTracker {
  /** Three ends in ten minutes are a loop; ten minutes is when kubelet forgets its back-off. */
  private static final Duration LOOP_WINDOW = Duration.ofMinutes(10);

  private static final int LOOP_ENDS = 3;

  /** How long a broken service level that was seen still counts where no traffic comes any more. */
  private static final Duration BREACH_PROVES_FOR = Duration.ofSeconds(30);

  /**
   * One failed liveness probe is a sample; two in a row are a hang. The platform acts at its own
   * threshold.
   */
  private static final int HUNG_AFTER = 2;

  private final Deque<Instant> ends = new ArrayDeque<>();
  private Symptom confirmed = Symptom.NONE;
  private Instant since;
  private Instant lastSample = Instant.MIN;
  private Instant lastTraffic = Instant.MIN;
  private Instant lastBreach = Instant.MIN;
  private int restarts = -1;
  private int goodRun;
  private int breaches;
  private @Nullable Instant notReadySince;
  private @Nullable ExitReason pendingEnd;
  private boolean provedReady;
  private @Nullable InstanceHealth last;
  long seenIn;

  InstanceTracker(Instant firstSeen) {
    this.since = firstSeen;
  }

  /** Restarts since the last look that the platform did by itself; the first look is no change. */
  int newRestarts(InstanceFact fact, Policy policy, Instant now) {
    if (restarts < 0 || fact.restarts() <= restarts || !fresh(fact, policy, now)) {
      return 0;
    }
    boolean ours = fact.lastExit() != null && fact.lastExit().reason() == ExitReason.HEALER;
    return ours ? 0 : fact.restarts() - restarts;
  }

  InstanceHealth update(InstanceFact fact, Policy policy, Instant now) {
    boolean fresh = fresh(fact, policy, now);
    if (fresh) {
      noteEnd(fact);
    } else {
      // What was not seen did not last.
      notReadySince = null;
      breaches = 0;
    }
    Symptom seen = fresh ? look(fact, policy, now) : lost(fact);
    settle(seen, fact, policy, now);
    return health(fact, fresh, level(fact, policy, now));
  }

  private static boolean fresh(InstanceFact fact, Policy policy, Instant now) {
    return !fact.at().plus(policy.detection().freshness()).isBefore(now);
  }

  private static Symptom lost(InstanceFact fact) {
    return fact.phase() == Phase.TERMINATING ? Symptom.TERMINATING : Symptom.SIGNAL_LOST;
  }

  /** Notes that the process ended, also where it was started again between two looks. */
  private void noteEnd(InstanceFact fact) {
    boolean first = restarts < 0;
    boolean restarted = !first && fact.restarts() > restarts;
    boolean downAtFirstSight = first && fact.restarts() > 0 && !fact.ready();
    Exit exit = fact.lastExit();
    if (exit != null && (restarted || downAtFirstSight || fact.phase() == Phase.BACKING_OFF)) {
      pendingEnd = exit.reason();
      boolean counted = !ends.isEmpty() && !ends.getLast().isBefore(exit.at());
      if (!counted && exit.reason() != ExitReason.HEALER && exit.reason() != ExitReason.PLATFORM) {
        ends.addLast(exit.at());
        if (ends.size() > LOOP_ENDS) {
          ends.removeFirst();
        }
      }
    }
    restarts = fact.restarts();
    if (fact.ready()) {
      provedReady = true;
      pendingEnd = null;
    }
  }

  private Symptom look(InstanceFact fact, Policy policy, Instant now) {
    if (fact.phase() != Phase.RUNNING) {
      // The samples of one run of the process say nothing about the next.
      notReadySince = null;
      breaches = 0;
    }
    return switch (fact.phase()) {
      case TERMINATING -> Symptom.TERMINATING;
      case BACKING_OFF -> ended(fact, fact.restarts() >= LOOP_ENDS, now);
      case STARTING -> pendingEnd == null ? Symptom.STARTING : ended(fact, false, now);
      case RUNNING -> running(fact, policy, now);
    };
  }

  private Symptom ended(InstanceFact fact, boolean looping, Instant now) {
    ExitReason reason = pendingEnd;
    if (reason == ExitReason.HEALER
        || (reason == ExitReason.PLATFORM && fact.phase() == Phase.STARTING)) {
      return Symptom.STARTING;
    }
    if (looping || (ends.size() >= LOOP_ENDS && ends.getFirst().plus(LOOP_WINDOW).isAfter(now))) {
      return Symptom.CRASH_LOOPING;
    }
    if (reason == null) {
      return Symptom.CRASHED;
    }
    return switch (reason) {
      case OUT_OF_MEMORY -> Symptom.OUT_OF_MEMORY;
      case LIVENESS_PROBE -> Symptom.HUNG;
      case STARTUP_PROBE -> Symptom.NOT_STARTED;
      case ITSELF, KILLED, HEALER, PLATFORM -> Symptom.CRASHED;
    };
  }

  /** After an end that somebody wished, an instance that is not ready is just that. */
  private static boolean onPurpose(ExitReason reason) {
    return reason == ExitReason.HEALER || reason == ExitReason.PLATFORM;
  }

  private Symptom running(InstanceFact fact, Policy policy, Instant now) {
    notReadySince = fact.ready() ? null : notReadySince == null ? now : notReadySince;
    if (fact.livenessFailures() >= HUNG_AFTER) {
      return Symptom.HUNG;
    }
    if (notReadySince != null) {
      if (pendingEnd != null && !onPurpose(pendingEnd)) {
        return ended(fact, false, now);
      }
      boolean longEnough = !notReadySince.plus(policy.detection().notReadyFor()).isAfter(now);
      return longEnough ? Symptom.NOT_READY : unconfirmed();
    }
    return served(fact.traffic(), policy, now);
  }

  /** A bad sample that is not yet a fact changes nothing: what was confirmed stays confirmed. */
  private Symptom unconfirmed() {
    goodRun = 0;
    return switch (confirmed) {
      case NONE, STARTING, TERMINATING, SIGNAL_LOST -> Symptom.NONE;
      case NOT_READY, SLOW, ERRORING, NOT_STARTED, HUNG, CRASHED, OUT_OF_MEMORY, CRASH_LOOPING ->
          confirmed;
    };
  }

  /**
   * What its clients show. Too little traffic proves nothing: an ejected instance gets none, and is
   * not well for it. But where none comes for long, what was seen then is no longer evidence of
   * now.
   */
  private Symptom served(@Nullable Traffic traffic, Policy policy, Instant now) {
    ServiceLevel level = policy.serviceLevel();
    if (traffic == null || traffic.requests() < level.minRequests()) {
      breaches = 0;
      return seenLately(now);
    }
    if (traffic.at().isAfter(lastTraffic)) {
      lastTraffic = traffic.at();
      breaches = breach(traffic, level) == Symptom.NONE ? 0 : breaches + 1;
    }
    if (breaches >= policy.detection().failureThreshold()) {
      lastBreach = now;
      return breach(traffic, level);
    }
    boolean unknown = confirmed == Symptom.SLOW && !level.judgesLatency(traffic.requests());
    return unknown ? seenLately(now) : Symptom.NONE;
  }

  private Symptom seenLately(Instant now) {
    boolean byClients = confirmed == Symptom.ERRORING || confirmed == Symptom.SLOW;
    return byClients && now.isBefore(lastBreach.plus(BREACH_PROVES_FOR)) ? confirmed : Symptom.NONE;
  }

  private static Symptom breach(Traffic traffic, ServiceLevel level) {
    if (traffic.errorRatio() > level.maxErrorRatio()) {
      return traffic.silent() ? Symptom.HUNG : Symptom.ERRORING;
    }
    return level.tooSlow(traffic.requests(), traffic.p99()) ? Symptom.SLOW : Symptom.NONE;
  }

  /** What is old, or of one that does not run, shows nothing about now. */
  private static Level level(InstanceFact fact, Policy policy, Instant now) {
    ServiceLevel level = policy.serviceLevel();
    Traffic traffic = fact.traffic();
    if (traffic == null
        || fact.phase() != Phase.RUNNING
        || traffic.requests() < level.minRequests()
        || traffic.at().plus(policy.detection().freshness()).isBefore(now)) {
      return Level.UNKNOWN;
    }
    if (breach(traffic, level) != Symptom.NONE) {
      return Level.BROKEN;
    }
    boolean inTime =
        level.maxLatencyP99() == null
            || (level.judgesLatency(traffic.requests()) && traffic.p99() != null);
    return inTime ? Level.MET : Level.FEW_ERRORS;
  }

  private void settle(Symptom seen, InstanceFact fact, Policy policy, Instant now) {
    boolean newSample = fact.at().isAfter(lastSample);
    lastSample = newSample ? fact.at() : lastSample;
    if (seen != Symptom.NONE) {
      goodRun = 0;
      become(seen, now);
    } else if (confirmed.ails() && confirmed != Symptom.SIGNAL_LOST) {
      goodRun += newSample ? 1 : 0;
      if (goodRun >= policy.detection().successThreshold()) {
        become(Symptom.NONE, now);
      }
    } else {
      become(Symptom.NONE, now);
    }
  }

  private void become(Symptom symptom, Instant now) {
    if (symptom != confirmed) {
      confirmed = symptom;
      since = now;
    }
  }

  private InstanceHealth health(InstanceFact fact, boolean fresh, Level level) {
    Exit exit = fact.lastExit();
    Instant failedAt = exit != null && exit.ownFault() ? exit.at() : null;
    boolean ready = fresh && fact.ready() && fact.phase() == Phase.RUNNING;
    InstanceHealth known = last;
    if (known != null
        && known.symptom() == confirmed
        && known.ready() == ready
        && known.level() == level
        && known.restarts() == fact.restarts()
        && known.provedReady() == provedReady
        && Objects.equals(known.failedAt(), failedAt)
        && Objects.equals(known.nextStart(), fact.nextStart())) {
      return known;
    }
    InstanceHealth next =
        new InstanceHealth(
            fact.instance(),
            fact.createdAt(),
            fact.revision(),
            confirmed,
            since,
            level,
            ready,
            provedReady,
            fact.restarts(),
            failedAt,
            fact.nextStart());
    last = next;
    return next;
  }
}
