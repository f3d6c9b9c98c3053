package com.trixtech.booking.load.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts breaches, and keeps a line for the first of each kind. For one thread. */
final class Findings {
  private static final int EXAMPLES_OF_EACH = 5;

  private final Map<Breach, Long> counts = new EnumMap<>(Breach.class);
  private final Map<Breach, List<String>> examples = new EnumMap<>(Breach.class);

  void add(Breach breach, String what) {
    counts.merge(breach, 1L, Long::sum);
    var lines = examples.computeIfAbsent(breach, _ -> new ArrayList<>());
    if (lines.size() < EXAMPLES_OF_EACH) {
      lines.add(breach.word() + ": " + what);
    }
  }

  Map<Breach, Long> counts() {
    return counts;
  }

  List<String> examples() {
    return examples.values().stream().flatMap(List::stream).toList();
  }
}
