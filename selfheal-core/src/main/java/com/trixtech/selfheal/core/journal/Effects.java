package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
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
  private final Map<String, Instant> undoTried = new HashMap<>();

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
          undoTried.put(effect.key(), report.at());
        }
      }
    }
  }

  List<ActIntended> all() {
    return List.copyOf(standing.values());
  }

  Optional<Instant> undoTriedAt(String key) {
    return Optional.ofNullable(undoTried.get(key));
  }
}
