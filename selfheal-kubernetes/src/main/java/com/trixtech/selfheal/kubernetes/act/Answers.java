package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the API server's refusals mean. The same code says different things: 429 is a budget's word
 * or the server's own overload, 500 is two budgets on one pod or an accident. Stateless beyond its
 * clock.
 */
record Answers(InstantSource clock) {
  private static final String TWO_BUDGETS = "more than one PodDisruptionBudget";

  Outcome done(String detail) {
    return outcome(Kind.DONE, detail);
  }

  Outcome refused(String detail) {
    return outcome(Kind.REFUSED, detail);
  }

  Outcome failed(String detail) {
    return outcome(Kind.FAILED, detail);
  }

  Outcome unknown(String detail) {
    return outcome(Kind.UNKNOWN, detail);
  }

  Outcome outcome(Kind kind, String detail) {
    return new Outcome(kind, detail, clock.instant());
  }

  /** What became of a request that ended like this. */
  Outcome of(String target, KubernetesClientException e) {
    String words = words(e);
    return switch (e.getCode()) {
      case 429 ->
          refused(
              budget(e)
                  ? "the PodDisruptionBudget refuses it: %s%s".formatted(words, retryAfter(e))
                  : "the API server is overloaded and took nothing: %s%s"
                      .formatted(words, retryAfter(e)));
      case 404 -> refused(target + " is gone");
      case 409 -> refused(target + " has changed in the meantime: " + words);
      case 403 -> failed("the operator's role does not allow it: " + words);
      case 400, 405, 415, 422 -> failed("the API server does not take it: " + words);
      case 500 ->
          words.contains(TWO_BUDGETS)
              ? failed(
                  "two PodDisruptionBudgets choose it, and then nothing may evict it: " + words)
              : unknown("the API server failed: " + words);
      default -> unknown("no answer: " + words);
    };
  }

  private static boolean budget(KubernetesClientException e) {
    return causes(e).stream().anyMatch(c -> "DisruptionBudget".equals(c.getReason()));
  }

  private static List<StatusCause> causes(KubernetesClientException e) {
    Status status = e.getStatus();
    return status == null || status.getDetails() == null
        ? List.of()
        : Objects.requireNonNullElse(status.getDetails().getCauses(), List.of());
  }

  private static String retryAfter(KubernetesClientException e) {
    Status status = e.getStatus();
    Integer seconds =
        status == null || status.getDetails() == null
            ? null
            : status.getDetails().getRetryAfterSeconds();
    return seconds == null || seconds == 0 ? "" : " (ask again after %d s)".formatted(seconds);
  }

  private static String words(KubernetesClientException e) {
    Status status = e.getStatus();
    @Nullable String message = status == null ? null : status.getMessage();
    String said = message == null ? String.valueOf(e.getMessage()) : message;
    return causes(e).stream()
        .map(StatusCause::getMessage)
        .filter(Objects::nonNull)
        .filter(c -> !said.contains(c))
        .reduce(said, (all, cause) -> all + ": " + cause);
  }
}
