package com.trixtech.selfheal.drill.evidence;

/** How far a run came; says nothing about whether it passed. */
public enum RunStatus {
  COMPLETED("it ran to its end"),
  OVERDUE("its bound was over before all was recovered and quiet"),
  STOPPED("a stop condition held: the fault was taken back at once"),
  ABORTED("the baseline was not good: no fault was put in"),
  INTERRUPTED("somebody or something ended it early");

  private final String sentence;

  RunStatus(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
