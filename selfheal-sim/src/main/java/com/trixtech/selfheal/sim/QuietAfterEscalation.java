package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** See its sentence. */
final class QuietAfterEscalation extends Invariant {
  private final Set<String> escalated = new HashSet<>();

  QuietAfterEscalation() {
    super(
        "quiet-after-escalation",
        "Once a person was called about an incident, nothing is done for it any more but taking"
            + " back what stands; and the person is called once.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Written(var at, Escalated e) && !escalated.add(e.incident())) {
      broken.accept(e.incident() + " escalated twice");
    }
    boolean late =
        event instanceof Event.Written(var at, ActIntended act)
            && !act.undo()
            && escalated.contains(act.incident());
    if (late) {
      broken.accept("an act after the escalation: " + event);
    }
  }
}
