package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows every event to every invariant, and keeps which incidents are open. Not thread-safe. */
final class Watch {
  private static final int MOST_VIOLATIONS = 20;
  private final List<Invariant> invariants = Invariant.all();
  final Sometimes sometimes;
  final List<Violation> violations = new ArrayList<>();
  final Map<String, Seen> incidents = new LinkedHashMap<>();
  int open;
  Instant lastEntry = Instant.MIN;

  /** One incident as the journal has it. */
  static final class Seen {
    final WorkloadRef workload;
    final boolean recurrence;
    boolean escalated;
    String ending = "";

    Seen(WorkloadRef workload, boolean recurrence) {
      this.workload = workload;
      this.recurrence = recurrence;
    }
  }

  Watch(Platform platform) {
    sometimes = new Sometimes(platform);
  }

  void see(Event event) {
    if (event instanceof Event.Written written) {
      note(written.entry());
    }
    sometimes.see(event);
    for (Invariant invariant : invariants) {
      invariant.see(event, what -> broken(invariant, event, what));
    }
  }

  private void broken(Invariant invariant, Event event, String what) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(new Violation(invariant.name(), event.at(), what));
    }
  }

  private void note(JournalEntry entry) {
    lastEntry = entry.at();
    if (entry instanceof IncidentOpened o) {
      open++;
      incidents.put(o.incident(), new Seen(o.workload(), o.recurrenceOf() != null));
    } else if (entry instanceof JournalEntry.Escalated e) {
      seen(e.incident()).escalated = true;
    } else if (entry instanceof IncidentClosed c) {
      open--;
      seen(c.incident()).ending = c.ending().word();
    }
  }

  private Seen seen(String incident) {
    return java.util.Objects.requireNonNull(incidents.get(incident), incident);
  }
}
