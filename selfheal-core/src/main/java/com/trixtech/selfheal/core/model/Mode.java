package com.trixtech.selfheal.core.model;

/** How far the healer may go by itself. */
public enum Mode {
  OBSERVE("Observe", "diagnoses and says what it would do; does nothing"),
  APPROVE("Approve", "does each act after somebody approved it"),
  ENFORCE("Enforce", "acts by itself, within its budget");

  private final String word;
  private final String sentence;

  Mode(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  public String word() {
    return word;
  }

  public String sentence() {
    return sentence;
  }
}
