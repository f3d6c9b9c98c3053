package com.trixtech.selfheal.core.journal;

/** Placeholder while the record is being written. */
public final class Incident {
  private Incident() {}

  /** How an incident ended. */
  public enum Ending {
    RECOVERED("Recovered", "a remedy helped, and the proof held"),
    RECOVERED_BY_PLATFORM(
        "RecoveredByPlatform", "the platform's own restart helped, and the proof held"),
    RECOVERED_BY_ITSELF("RecoveredByItself", "it was well again before anything was done"),
    RECOVERED_AFTER_ESCALATION(
        "RecoveredAfterEscalation", "it was well again after a person had been called"),
    TARGET_GONE("TargetGone", "the workload was removed");

    private final String word;
    private final String sentence;

    Ending(String word, String sentence) {
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
