package com.trixtech.selfheal.core.verify;

/** The proof of one remedy. */
public record Verification(Proof proof, String why) {

  /** Three values. Only the first is success. */
  public enum Proof {
    RECOVERED("Recovered", "the first signal is gone and the service level held for the soak"),
    NOT_RECOVERED("NotRecovered", "fresh signals show that it still ails"),
    INCONCLUSIVE("Inconclusive", "there is not enough fresh data to tell");

    private final String word;
    private final String sentence;

    Proof(String word, String sentence) {
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
}
