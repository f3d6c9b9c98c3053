package com.trixtech.selfheal.core.act;

import java.time.Instant;

/** What the platform answered. "Done" means accepted, never recovered. */
public record Outcome(Kind kind, String detail, Instant at) {

  /** The possible answers. */
  public enum Kind {
    DONE("the platform accepted the act"),
    REFUSED("the platform refused it, by its own budget or because the target had changed"),
    FAILED("the platform tried and failed"),
    UNKNOWN("no answer came: it may have happened or not"),
    NEVER_SENT("the healer ended between the intent and the act: nothing was done");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }

    /** Whether the world may have changed. */
    public boolean mayHaveHappened() {
      return this == DONE || this == UNKNOWN;
    }

    /** Whether the world is surely as before, so that it uses up neither a try nor the rate. */
    public boolean changedNothing() {
      return this == REFUSED || this == NEVER_SENT;
    }
  }
}
