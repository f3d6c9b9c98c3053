package com.trixtech.selfheal.server.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the healer acts on a target, and why it does not.
 *
 * @param acting whether an act or a wait was begun whose end is awaited
 * @param diagnosis null where nothing ails
 * @param budget null on a cluster where the policy cannot be read
 * @param lastVerdict what the guard said last; null where it was never asked
 * @param phase where the healer is with the target; {@code why} and {@code whyNot} belong to it
 */
public record Explanation(
    String target,
    String health,
    boolean acting,
    List<String> why,
    List<String> whyNot,
    @Nullable DiagnosisView diagnosis,
    @Nullable BudgetNumbers budget,
    @Nullable VerdictView lastVerdict,
    PhaseView phase) {

  public Explanation {
    why = List.copyOf(why);
    whyNot = List.copyOf(whyNot);
  }

  /** A phase with what it means. */
  public record PhaseView(String name, String sentence) {}

  /** The cause with what speaks for it and what was rejected. */
  public record DiagnosisView(
      String cause, List<String> evidence, List<IncidentView.Rejected> rejected) {
    public DiagnosisView {
      evidence = List.copyOf(evidence);
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * The figures that the guard holds an act against.
   *
   * @param disruptionsAllowed of the PodDisruptionBudget; -1 where there is none
   * @param nextActAt when waiting ends; null where nothing waits
   */
  public record BudgetNumbers(
      String mode,
      int desired,
      int ready,
      int unavailable,
      int allowedUnavailable,
      int requiredHealthy,
      int inFlight,
      int maxInFlight,
      int actsInWindow,
      int maxActions,
      long windowSeconds,
      int disruptionsAllowed,
      @Nullable Instant nextActAt) {}

  /** One verdict of the guard, with the numbers that decided. */
  public record VerdictView(
      String reason, String sentence, String numbers, @Nullable Instant notBefore, Instant at) {}
}
