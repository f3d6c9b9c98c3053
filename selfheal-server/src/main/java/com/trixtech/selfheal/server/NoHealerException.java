package com.trixtech.selfheal.server;

/** Nobody answers for a state. */
public final class NoHealerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was found of it. */
  public enum Trace {
    NONE("no healer runs there"),
    DEAD("a healer ran there and ended without a goodbye"),
    SILENT("a healer runs there and does not answer");

    private final String sentence;

    Trace(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }
  }

  private final Trace trace;

  public NoHealerException(Trace trace, String message) {
    super(message, null, false, false);
    this.trace = trace;
  }

  public Trace trace() {
    return trace;
  }
}
