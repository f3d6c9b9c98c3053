package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class NothingDoneTwice extends Invariant {
  private final Set<String> effective = new HashSet<>();

  /** What was done and not yet verified, as remedy and target, by incident. */
  private final Map<String, Set<String>> unverified = new HashMap<>();

  NothingDoneTwice() {
    super(
        "nothing-done-twice",
        "No key changes the world twice, and the same remedy is not intended on the same target"
            + " again before its first effect was judged, whatever became of the healer.");
  }

  private static String of(ActIntended act) {
    return act.remedy().kind() + " " + act.remedy().lock();
  }

  private void once(Act act, Consumer<String> broken) {
    if (!effective.add(act.key())) {
      broken.accept(act + " changed the world for the second time");
    }
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Performed act && act.effect()) {
      once(act.act(), broken);
    } else if (event instanceof Event.TookEffect late) {
      once(late.act(), broken);
    } else if (event instanceof Event.Written(var at, var entry)) {
      switch (entry) {
        case ActIntended act when !act.undo() -> {
          if (!unverified.computeIfAbsent(act.incident(), i -> new HashSet<>()).add(of(act))) {
            broken.accept("%s is intended again before it was verified".formatted(act));
          }
        }
        case ActReported report -> {
          if (!report.outcome().kind().mayHaveHappened()) {
            unverified.remove(report.incident());
          }
        }
        case Verified verified -> unverified.remove(verified.incident());
        case IncidentClosed closed -> unverified.remove(closed.incident());
        default -> {}
      }
    }
  }
}
