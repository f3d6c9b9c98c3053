package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class MemoryBounded extends Invariant {
  private static final int MOST_ENTRIES = 400;
  private static final int MOST_REMEMBERED = 60;
  private final Map<String, Integer> entries = new HashMap<>();

  MemoryBounded() {
    super(
        "memory-bounded",
        "The loop remembers a bounded number of incidents, and no incident's journal grows without"
            + " end.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Stepped step && step.remembered() > MOST_REMEMBERED) {
      broken.accept("%d incidents remembered (expected: <= 60)".formatted(step.remembered()));
    }
    boolean grown =
        event instanceof Event.Written(var at, OfIncident entry)
            && entries.merge(entry.incident(), 1, Integer::sum) == MOST_ENTRIES;
    if (grown) {
      broken.accept("an incident has %d entries: %s".formatted(MOST_ENTRIES, event));
    }
  }
}
