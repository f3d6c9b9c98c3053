package com.trixtech.selfheal.sim;

import java.util.SplittableRandom;

/**
 * One run's platform, with the stream that its delays are drawn from. Where something always takes
 * as long, nothing is drawn. Not thread-safe.
 */
record Timing(Platform platform, SplittableRandom chance) {

  boolean has(Trait trait) {
    return trait.of(platform);
  }

  /** How long it takes this time: whole ticks. */
  long of(Delay delay) {
    Delay.Span span = delay.on(platform);
    if (span.shortest() == span.longest()) {
      return span.longest();
    }
    double far = Math.pow(chance.nextDouble(), 3);
    long ticks = Math.round((span.longest() - span.shortest()) * far / World.TICK);
    return span.shortest() + ticks * World.TICK;
  }

  boolean percent(int of100) {
    return Streams.percent(chance, of100);
  }
}
