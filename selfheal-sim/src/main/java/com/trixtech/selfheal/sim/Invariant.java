package com.trixtech.selfheal.sim;

import java.util.List;
import java.util.function.Consumer;

/**
 * A promise that no run may break. One object watches one run: it keeps what it needs of the past
 * by itself, and by other means than the loop does. Not thread-safe.
 */
abstract class Invariant {
  private final String name;
  private final String sentence;

  Invariant(String name, String sentence) {
    this.name = name;
    this.sentence = sentence;
  }

  /** The promises, in the order of the documentation's table; new ones for each run. */
  static List<Invariant> all() {
    return List.of(
        new BudgetHolds(),
        new IntentBeforeAct(),
        new NothingDoneTwice(),
        new CauseBeforeSymptom(),
        new RateHolds(),
        new NothingWrongNothingDone(),
        new OneAtATime(),
        new RollbackOnlyToProven(),
        new EffectsEndInTime(),
        new WillRespected(),
        new QuietAfterEscalation(),
        new ProvenByRequests(),
        new EndsInTime(),
        new EjectionWithinShare(),
        new MemoryBounded());
  }

  final String name() {
    return name;
  }

  final String sentence() {
    return sentence;
  }

  /** Looks at what happened; says what is wrong with it, if anything. */
  abstract void see(Event event, Consumer<String> broken);
}
