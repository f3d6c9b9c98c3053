package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.model.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class EffectsEndInTime extends Invariant {
  private static final Duration SLACK = Duration.ofSeconds(20);
  private final Map<Remedy, ActIntended> standing = new HashMap<>();
  private final Map<String, ActIntended> undoing = new HashMap<>();
  private Instant watchedSince = Instant.MIN;

  EffectsEndInTime() {
    super(
        "effects-end-in-time",
        "A hold or an ejection is taken back, or its taking back is being tried, by its deadline;"
            + " no incident closes while one stands.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Started started -> watchedSince = started.at();
      case Event.Written(var at, ActIntended act) -> {
        if (act.undo()) {
          undoing.put(act.key(), act);
        } else if (act.undoBy() != null) {
          standing.put(act.remedy(), act);
        }
      }
      case Event.Written(var at, ActReported report) -> {
        ActIntended undone = undoing.remove(report.key());
        if (undone != null) {
          // A try counts: what the platform does not take back it ends by itself at the deadline.
          standing.remove(undone.remedy());
        } else if (!report.outcome().kind().mayHaveHappened()) {
          standing.values().removeIf(a -> a.key().equals(report.key()));
        }
      }
      case Event.Written(var at, IncidentClosed closed) -> {
        boolean left = standing.values().removeIf(a -> a.incident().equals(closed.incident()));
        if (left
            && closed.ending() != com.trixtech.selfheal.core.journal.Incident.Ending.TARGET_GONE) {
          broken.accept("%s closed while an effect stands".formatted(closed.incident()));
        }
      }
      case Event.Stepped step -> overdue(step.at(), broken);
      default -> {}
    }
  }

  private void overdue(Instant now, Consumer<String> broken) {
    if (standing.isEmpty() || watchedSince.plus(SLACK).isAfter(now)) {
      return;
    }
    for (ActIntended act : standing.values()) {
      if (act.undoBy() != null && act.undoBy().plus(SLACK).isBefore(now)) {
        broken.accept("%s still stands after its deadline".formatted(act));
      }
    }
  }
}
