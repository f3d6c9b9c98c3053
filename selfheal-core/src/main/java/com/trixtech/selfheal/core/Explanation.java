package com.trixtech.selfheal.core;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the healer acts on a workload, and why it does not.
 *
 * @param phase where it is with the workload; {@code why} and {@code whyNot} tell the same story
 * @param incident the open incident, or the last closed one that is remembered; null when there was
 *     none
 * @param actsUsed acts and counted platform restarts in the budget's window
 * @param whyNot sentences: what keeps the healer from the next act; never empty while it does not
 *     act
 */
public record Explanation(
    WorkloadHealth health,
    Diagnosis diagnosis,
    Policy policy,
    Phase phase,
    @Nullable Incident incident,
    @Nullable Verdict verdict,
    int actsUsed,
    List<String> why,
    List<String> whyNot) {

  /** What an incident is about and what is planned, or how it ended, in sentences. */
  public static List<String> why(Incident incident) {
    return Story.why(incident);
  }

  /** Where the healer is with a workload. */
  public enum Phase {
    WELL("Well", "nothing is wrong, so the healer does not act"),
    OBSERVING("Observing", "the healer has just started and only observes"),
    DIAGNOSING("Diagnosing", "something is amiss, and the healer does not act before it knows why"),
    AWAITING_PLATFORM("AwaitingPlatform", "the healer waits for the platform's own restart"),
    ACTING("Acting", "the healer acts"),
    PROVING("Proving", "the healer has acted or waited, and proves that all is well"),
    REFUSED("Refused", "the healer would act, and may not yet"),
    ESCALATED("Escalated", "the healer has called a person and does not act");

    private final String word;
    private final String sentence;

    Phase(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    public String word() {
      return word;
    }

    public String sentence() {
      return sentence;
    }

    /** Whether something was begun whose end is awaited. */
    public boolean underWay() {
      return this == AWAITING_PLATFORM || this == ACTING || this == PROVING;
    }
  }
}
