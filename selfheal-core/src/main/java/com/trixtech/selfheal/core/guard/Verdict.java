package com.trixtech.selfheal.core.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a remedy may be done now.
 *
 * @param numbers the figures that decided, such as {@code unavailable 2 of 3, allowed 1}
 * @param notBefore when it is worth asking again; null where only a change of the world or a person
 *     helps
 */
public record Verdict(Reason reason, String numbers, @Nullable Instant notBefore) {

  public boolean admitted() {
    return reason == Reason.ADMITTED;
  }

  /** Why an act was admitted or refused. */
  public enum Reason {
    ADMITTED("Admitted", "within every limit"),
    STARTING_UP(
        "StartingUp", "the healer has just started and observes for one detection window first"),
    MODE_OBSERVE(
        "ModeObserve", "the policy's mode is Observe: it says what it would do and does nothing"),
    SUSPENDED("Suspended", "the policy is suspended"),
    PAUSED("Paused", "somebody paused the automation"),
    MAINTENANCE("Maintenance", "a maintenance window is closed for acts"),
    AWAITING_APPROVAL("AwaitingApproval", "the act waits for a person's approval"),
    ACT_IN_FLIGHT(
        "ActInFlight", "another act is not verified yet: treat one, verify, then the next"),
    COOLING_DOWN("CoolingDown", "the last act on this workload is too recent"),
    BACKING_OFF(
        "BackingOff", "the last act in this incident did not help yet; the delay grows with each"),
    RATE_LIMITED(
        "RateLimited",
        "acts and the platform restarts that count have reached the limit of the window"),
    STORM("Storm", "too many instances ail at once to treat them one by one"),
    MIN_HEALTHY("MinHealthy", "fewer instances would be healthy than the policy requires"),
    MAX_UNAVAILABLE("MaxUnavailable", "more instances would be unavailable than the policy allows"),
    DISRUPTION_BUDGET("DisruptionBudget", "the PodDisruptionBudget allows no disruption now"),
    NO_DISRUPTION_BUDGET(
        "NoDisruptionBudget", "the policy requires a PodDisruptionBudget and there is none"),
    TARGET_CHANGED("TargetChanged", "the target is not, or no longer, what was diagnosed"),
    SIGNALS_STALE(
        "SignalsStale", "too few instances have a fresh signal to tell what an act would cost");

    private final String word;
    private final String sentence;

    Reason(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    public String word() {
      return word;
    }

    public String sentence() {
      return sentence;
    }

    /**
     * Whether a refusal that lasts is a matter for a person; one that a person made, or that ends
     * by itself with the healer's start, is not.
     */
    public boolean lasting() {
      return switch (this) {
        case ADMITTED,
            STARTING_UP,
            MODE_OBSERVE,
            SUSPENDED,
            PAUSED,
            MAINTENANCE,
            AWAITING_APPROVAL ->
            false;
        case ACT_IN_FLIGHT,
            COOLING_DOWN,
            BACKING_OFF,
            RATE_LIMITED,
            STORM,
            MIN_HEALTHY,
            MAX_UNAVAILABLE,
            DISRUPTION_BUDGET,
            NO_DISRUPTION_BUDGET,
            TARGET_CHANGED,
            SIGNALS_STALE ->
            true;
      };
    }
  }
}
