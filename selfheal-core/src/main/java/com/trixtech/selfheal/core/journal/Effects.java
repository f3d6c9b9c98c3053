package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold of what stands until it is taken back: holds and ejections. Part of {@link Incident};
 * not thread-safe.
 */
final class Effects {
  private final Map<String, ActIntended> standing = new HashMap<>();
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final Map<String, Tried> undoTried = new HashMap<>();

  /** In vain so far. */
  private record Tried(Instant at, int times) {
    Duration rest(Duration first) {
      Duration most = first.compareTo(LONGEST_REST) < 0 ? LONGEST_REST : first;
      Duration doubled = first.multipliedBy(1L << Math.min(times - 1, 6));
      return doubled.compareTo(most) < 0 ? doubled : most;
    }
  }

  void begun(ActIntended act) {
    if (act.undoBy() != null) {
      standing.put(act.key(), act);
    }
  }

  void neverWas(String key) {
    standing.remove(key);
  }

  /**
   * A refused undo has nothing left to take back: its target is gone. One that failed, or whose
   * answer was lost, is tried again until the time at which the platform ends the effect itself.
   */
  void undone(ActIntended act, ActReported report) {
    boolean settled =
        switch (report.outcome().kind()) {
          case DONE, REFUSED -> true;
          case FAILED, UNKNOWN, NEVER_SENT -> false;
        };
    for (ActIntended effect : all()) {
      if (effect.remedy().equals(act.remedy())) {
        boolean over = effect.undoBy() != null && !effect.undoBy().isAfter(report.at());
        if (settled || over) {
          standing.remove(effect.key());
          undoTried.remove(effect.key());
        } else if (report.outcome().kind() != Outcome.Kind.NEVER_SENT) {
          undoTried.merge(
              effect.key(), new Tried(report.at(), 1), (b, n) -> new Tried(n.at(), b.times() + 1));
        }
      }
    }
  }

  List<ActIntended> all() {
    return List.copyOf(standing.values());
  }

  Optional<Instant> undoAgainAt(String key, Duration rest) {
    return Optional.ofNullable(undoTried.get(key)).map(t -> t.at().plus(t.rest(rest)));
  }
}
