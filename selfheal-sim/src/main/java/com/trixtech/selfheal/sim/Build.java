package com.trixtech.selfheal.sim;

/** How the instances of one revision behave. Mutable: a person may mend it. Not thread-safe. */
final class Build {
  /** The ways of a revision. */
  enum Behaviour {
    GOOD,
    SLOW_START,
    CRASHES,
    NEVER_STARTS,
    NEVER_READY,
    ERRORS,
    SLOW_ANSWERS
  }

  final String template;
  Behaviour behaviour;
  int number;
  boolean mutableImage;

  /** When the platform first made it, where it tells that and not when it became current. */
  long madeAt;

  /** Whether the platform has given it its name. */
  boolean named = true;

  Build(String template, Behaviour behaviour, int number, boolean mutableImage) {
    this.template = template;
    this.behaviour = behaviour;
    this.number = number;
    this.mutableImage = mutableImage;
  }

  /** What the platform calls it. */
  String name() {
    return named ? template : "awaited-" + template;
  }

  boolean good() {
    return behaviour == Behaviour.GOOD || behaviour == Behaviour.SLOW_START;
  }
}
