package com.trixtech.selfheal.sim;

import java.util.function.Consumer;

/** See its sentence. */
final class EjectionWithinShare extends Invariant {
  EjectionWithinShare() {
    super(
        "ejection-within-share",
        "The data path by itself never ejects more endpoints of a Service than maxEjectionPercent"
            + " allows.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Ejections e && e.ejected() > e.most()) {
      broken.accept(
          "%s: %d ejected (expected: <= %d)".formatted(e.workload(), e.ejected(), e.most()));
    }
  }
}
