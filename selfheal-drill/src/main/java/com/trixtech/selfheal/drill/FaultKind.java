package com.trixtech.selfheal.drill;

/** The faults that the platform can be asked for. */
public enum FaultKind {
  KILL("ends the instance's process with SIGKILL", true),
  HANG("stops the instance's process tree with SIGSTOP", false),
  WORKLOAD_DOWN("keeps every instance of the workload down", false),
  BAD_SAMPLE("makes one probe result bad; the instance itself is not touched", true),
  ACT_DELAY("makes every act wait for some seconds between its intent and its doing", false);

  private final String sentence;
  private final boolean momentary;

  FaultKind(String sentence, boolean momentary) {
    this.sentence = sentence;
    this.momentary = momentary;
  }

  /** The spelling of the control API. */
  public String word() {
    return name();
  }

  public String sentence() {
    return sentence;
  }

  /** Whether it is over the moment it is done, so that taking it back cures nothing. */
  public boolean momentary() {
    return momentary;
  }
}
