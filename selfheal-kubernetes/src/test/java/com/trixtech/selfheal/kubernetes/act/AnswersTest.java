package com.trixtech.selfheal.kubernetes.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server's refusals are taken to mean, without a server. */
class AnswersTest {
  private final Answers answers = new Answers(InstantSource.fixed(Instant.EPOCH));

  private Outcome of(int code, String message) {
    return answers.of("backend-1", exception(code, message));
  }

  private static KubernetesClientException exception(int code, String message) {
    Status status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException(message, code, status);
  }

  @ParameterizedTest
  @CsvSource({
    "404, pods backend-1 not found, REFUSED, backend-1 is gone",
    "409, the UID in the precondition differs, REFUSED, has changed in the meantime",
    "403, forbidden, FAILED, the operator's role does not allow it",
    "422, invalid, FAILED, the API server does not take it",
    "500, This pod has more than one PodDisruptionBudget, FAILED, two PodDisruptionBudgets",
    "500, etcdserver: request timed out, UNKNOWN, the API server failed",
    "503, unavailable, UNKNOWN, no answer",
    "504, timeout, UNKNOWN, no answer",
    "0, connection reset, UNKNOWN, no answer"
  })
  void eachCodeHasItsMeaning(int code, String message, Kind kind, String detail) {
    assertThat(of(code, message).kind()).isEqualTo(kind);
    assertThat(of(code, message).detail()).contains(detail);
  }

  @Test
  void aServerThatIsOverloadedIsNotTakenForABudget() {
    Outcome outcome = of(429, "too many requests, please try again later");

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).startsWith("the API server is overloaded and took nothing");
  }
}
