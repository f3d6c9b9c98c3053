package com.trixtech.selfheal.kubernetes.objects;

import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What PodDisruptionBudgets leave for the pods of one template. Stateless. */
public final class Budgets {
  /** Where no budget holds. */
  public static final int NONE = -1;

  private Budgets() {}

  /** The budgets of one namespace that choose pods with these labels. */
  public static List<PodDisruptionBudget> on(
      Map<String, String> labels, List<PodDisruptionBudget> all) {
    return all.stream().filter(b -> LabelMatch.matches(b.getSpec().getSelector(), labels)).toList();
  }

  /**
   * How many more may be disrupted; {@link #NONE} without a budget. Nothing where two budgets
   * match, since the Eviction API then refuses everything, and nothing where the budget's
   * controller has not yet seen the budget as it is.
   */
  public static int disruptionsAllowed(List<PodDisruptionBudget> matching) {
    if (matching.isEmpty()) {
      return NONE;
    }
    PodDisruptionBudget budget = matching.getFirst();
    var status = budget.getStatus();
    if (matching.size() > 1 || status == null) {
      return 0;
    }
    long seen = Objects.requireNonNullElse(status.getObservedGeneration(), 0L);
    long now = Objects.requireNonNullElse(budget.getMetadata().getGeneration(), 0L);
    return seen < now ? 0 : Objects.requireNonNullElse(status.getDisruptionsAllowed(), 0);
  }
}
