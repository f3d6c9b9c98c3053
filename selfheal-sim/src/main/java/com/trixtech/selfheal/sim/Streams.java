package com.trixtech.selfheal.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One stream of chance for each concern, so that a change in how one of them draws leaves the
 * others of the same seed as they were.
 */
record Streams(
    SplittableRandom topology,
    SplittableRandom script,
    SplittableRandom platform,
    SplittableRandom signals,
    SplittableRandom actuator,
    SplittableRandom healer,
    SplittableRandom timing) {

  static Streams of(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    return new Streams(
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split(),
        root.split());
  }

  /** One of the choices, each as likely as the others. */
  static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static boolean percent(SplittableRandom random, int chance) {
    return random.nextInt(100) < chance;
  }
}
