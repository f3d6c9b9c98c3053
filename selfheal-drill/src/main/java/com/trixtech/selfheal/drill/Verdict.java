package com.trixtech.selfheal.drill;

/** How a drill ended. Declared from best to gravest: a whole is as its gravest part. */
public enum Verdict {
  PASSED("everything that was expected was seen"),
  INCONCLUSIVE("the evidence is missing or was disturbed: neither passed nor failed"),
  FAILED("something expected was not seen, or something forbidden was");

  private final String sentence;

  Verdict(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }

  /** A failure that was seen is a failure, however much else could not be seen. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
