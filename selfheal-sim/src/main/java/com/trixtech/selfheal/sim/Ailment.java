package com.trixtech.selfheal.sim;

/**
 * What is wrong with one instance.
 *
 * @param until when it goes away by itself, in virtual milliseconds
 * @param lives for the ailments that end processes: how many more lives they spoil
 */
record Ailment(Kind kind, Cure cure, long until, int lives) {
  static final Ailment NONE = new Ailment(Kind.NONE, Cure.RESTART, Long.MAX_VALUE, 0);
  static final long FOREVER = Long.MAX_VALUE;

  /** How it shows. */
  enum Kind {
    NONE,
    HANG,
    NOT_READY,
    ERRORING,
    SLOW,
    CRASH,
    OUT_OF_MEMORY,
    FLAPPING
  }

  /** What takes it away. */
  enum Cure {
    RESTART,
    REPLACE,
    NOTHING
  }

  boolean ends() {
    return kind == Kind.CRASH || kind == Kind.OUT_OF_MEMORY;
  }

  /** What is left of it in the next life of the same instance. */
  Ailment afterRestart() {
    if (ends()) {
      return lives > 1 ? new Ailment(kind, cure, until, lives - 1) : NONE;
    }
    return cure == Cure.RESTART ? NONE : this;
  }

  /** What is left of it in the instance that takes its place. */
  Ailment afterReplacement() {
    return cure == Cure.NOTHING ? this : NONE;
  }
}
