package com.trixtech.selfheal.core.model;

/**
 * The remedies that a ladder can name. A RestartRollOut is done as one {@link Remedy.Restart} after
 * the other.
 */
public enum RemedyKind {
  AWAIT_PLATFORM("AwaitPlatform", "gives the platform's own restart the time to work", false),
  RESTART("Restart", "ends the instance's process; the platform starts it again in place", true),
  REPLACE(
      "Replace",
      "evicts the instance within its disruption budget; a new one takes its place",
      true),
  RESTART_ROLL_OUT(
      "RestartRollOut",
      "restarts what ails of a shared cause, one instance after the other, each proven before the next",
      true),
  ROLL_BACK("RollBack", "returns the workload to the last revision that was proven good", true),
  HOLD_RESTARTS(
      "HoldRestarts",
      "keeps the platform from restarting instances for somebody else's fault",
      true),
  EJECT("Eject", "takes the instance out of its Service for a while", true),
  ESCALATE("Escalate", "calls a person, and stops", false);

  private final String word;
  private final String sentence;
  private final boolean mutates;

  RemedyKind(String word, String sentence, boolean mutates) {
    this.word = word;
    this.sentence = sentence;
    this.mutates = mutates;
  }

  /** The spelling of policies, journals and JSON, such as {@code RollBack}. */
  public String word() {
    return word;
  }

  public String sentence() {
    return sentence;
  }

  /** Whether it changes the running system, and so passes the guard. */
  public boolean mutates() {
    return mutates;
  }
}
