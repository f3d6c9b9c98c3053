package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a selector chooses a set of labels. Unlike Kubernetes, where an empty PodDisruptionBudget
 * selector chooses every pod, an empty selector here chooses nothing: nobody who writes one means
 * "everything may be acted on". Stateless.
 */
public final class LabelMatch {
  private LabelMatch() {}

  /** True for a missing selector, and for one without any requirement. */
  public static boolean isEmpty(@Nullable LabelSelector selector) {
    return selector == null
        || ((selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
            && (selector.getMatchExpressions() == null
                || selector.getMatchExpressions().isEmpty()));
  }

  /** Whether every label and every expression of the selector holds. */
  public static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null || isEmpty(selector)) {
      return false;
    }
    boolean byLabels =
        selector.getMatchLabels() == null
            || labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    return byLabels
        && selector.getMatchExpressions().stream()
            .allMatch(e -> {
              String value = labels.get(e.getKey());
              return switch (Objects.requireNonNullElse(e.getOperator(), "")) {
                case "In" -> value != null && e.getValues().contains(value);
                case "NotIn" -> value == null || !e.getValues().contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
              };
            });
  }

  /** A Service's selector: every label must be there; an empty one chooses nothing. */
  public static boolean matches(
      @Nullable Map<String, String> selector, Map<String, String> labels) {
    return selector != null
        && !selector.isEmpty()
        && labels.entrySet().containsAll(selector.entrySet());
  }
}
