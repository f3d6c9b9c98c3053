package com.trixtech.selfheal.core.plan;

import static com.trixtech.selfheal.core.model.RemedyKind.AWAIT_PLATFORM;
import static com.trixtech.selfheal.core.model.RemedyKind.EJECT;
import static com.trixtech.selfheal.core.model.RemedyKind.ESCALATE;
import static com.trixtech.selfheal.core.model.RemedyKind.HOLD_RESTARTS;
import static com.trixtech.selfheal.core.model.RemedyKind.REPLACE;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.model.RemedyKind.ROLL_BACK;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.RemedyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ladder for a cause: the policy's, or the one that is right for most. Every ladder ends in
 * escalation.
 */
public final class Ladders {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** A platform that waits longer than this before its next start is passed by. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Ladders() {}

  /** The rungs for this cause, gentlest first. */
  public static List<Rung> of(Policy policy, Cause cause) {
    List<Rung> rungs = new ArrayList<>();
    for (Rung rung : policy.ladder()) {
      if (rung.isFor(cause)) {
        rungs.add(rung);
      }
    }
    if (policy.ladder().isEmpty()) {
      for (RemedyKind kind : usual(cause)) {
        rungs.add(Rung.of(kind, TIMEOUT));
      }
    }
    if (rungs.isEmpty() || rungs.getLast().remedy() != ESCALATE) {
      rungs.add(Rung.of(ESCALATE, TIMEOUT));
    }
    return rungs;
  }

  /**
   * How far off the platform's next start of an instance may be for a rung that awaits it: little
   * where another remedy follows, which is quicker; where only a person follows, as long as the
   * rung may take.
   */
  public static Duration patience(List<Rung> ladder, int rung) {
    boolean alone = ladder.stream().skip(rung + 1L).allMatch(later -> later.remedy() == ESCALATE);
    return alone ? ladder.get(rung).timeout() : PATIENCE;
  }

  /** What most do about this cause, gentlest first; escalation follows. */
  public static List<RemedyKind> usual(Cause cause) {
    return switch (cause) {
      case INSTANCE_CRASHED, OUT_OF_MEMORY -> List.of(AWAIT_PLATFORM, REPLACE);
      case INSTANCE_HUNG -> List.of(AWAIT_PLATFORM, RESTART, REPLACE);
      case INSTANCE_NOT_READY -> List.of(RESTART, REPLACE);
      case INSTANCE_ERRORING -> List.of(EJECT, RESTART, REPLACE);
      case CRASH_LOOPING -> List.of(REPLACE);
      case BAD_RELEASE -> List.of(ROLL_BACK);
      case DEPENDENCY_FAILED, EXTERNAL_DEPENDENCY_FAILED -> List.of(HOLD_RESTARTS);
      case SHARED_CAUSE_UNKNOWN -> List.of(AWAIT_PLATFORM);
      case SIGNALS_BLIND -> List.of(AWAIT_PLATFORM);
      case NOTHING_WRONG -> List.of();
    };
  }
}
