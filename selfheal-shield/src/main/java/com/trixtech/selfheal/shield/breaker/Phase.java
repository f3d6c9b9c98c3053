package com.trixtech.selfheal.shield.breaker;

import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import java.util.Arrays;
import java.util.List;

/**
 * All that a breaker knows, in one immutable value that is replaced as a whole. Times are readings
 * of the breaker's clock in nanoseconds.
 *
 * <p>Tickets only grow, over all phases of a breaker. Calls admitted while closed share the phase's
 * ticket, each trial has its own; a result whose ticket the present phase does not know belongs to
 * an earlier one and is dropped.
 */
sealed interface Phase {
  /** The highest ticket that was given out in this phase or before. */
  long ticket();

  long since();

  /**
   * @param armed false: an operator wants to see openings announced, not done
   * @param run times of the last consecutive failures, oldest first, none older than the period
   * @param told the present run was announced (only when not armed)
   */
  record Closed(long ticket, long since, boolean armed, Run run, boolean told, CallWindow window)
      implements Phase {}

  record Open(long ticket, long since, long until, int openings, BreakerOpen rejection)
      implements Phase {}

  /**
   * @param openings of the run of openings that this trial may end
   * @param trials under way, oldest first
   */
  record HalfOpen(long ticket, long since, int openings, int successes, List<Trial> trials)
      implements Phase {
    boolean has(long wanted) {
      for (Trial trial : trials) {
        if (trial.ticket() == wanted) {
          return true;
        }
      }
      return false;
    }

    List<Trial> without(long gone) {
      return trials.stream().filter(t -> t.ticket() != gone).toList();
    }
  }

  /** An operator's phase, in which results mean nothing. */
  record Forced(long ticket, long since, boolean admits) implements Phase {}

  /** A trial call holds its place until it answers, or until its lease is over. */
  record Trial(long ticket, long leasedUntil) {}

  /** Times of consecutive failures, oldest first. */
  record Run(long... times) {
    static final Run NONE = new Run();

    /** With one more, without those older than the period, and at most the newest {@code most}. */
    Run plus(long now, int most, long period) {
      int from = Math.max(0, times.length + 1 - most);
      while (from < times.length && now - times[from] > period) {
        from++;
      }
      long[] next = Arrays.copyOfRange(times, from, times.length + 1);
      next[next.length - 1] = now;
      return new Run(next);
    }

    /** How many of them are not older than the period. */
    int within(long now, long period) {
      int young = 0;
      for (long time : times) {
        young += now - time <= period ? 1 : 0;
      }
      return young;
    }

    int length() {
      return times.length;
    }
  }
}
