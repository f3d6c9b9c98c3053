package com.trixtech.selfheal.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Eviction API's arithmetic, row by row. */
final class BudgetStatusTest {
  @ParameterizedTest(
      name = "{0} of {1}, {2} of {3} healthy, {4}: needs {5}, allows {6}, ready {7}, unready {8}")
  @CsvSource({
    // field, value, healthy, replicas, policy, needed, allowed, ready may go, unready may go
    "minAvailable,   2,   3, 3, IfHealthyBudget, 2, 1, true,  true",
    "minAvailable,   2,   2, 3, IfHealthyBudget, 2, 0, false, true",
    "minAvailable,   2,   1, 3, IfHealthyBudget, 2, 0, false, false",
    "minAvailable,   2,   1, 3, AlwaysAllow,     2, 0, false, true",
    "minAvailable,   0,   0, 3, IfHealthyBudget, 0, 0, false, false",
    "minAvailable,   0,   0, 3, AlwaysAllow,     0, 0, false, true",
    "minAvailable,   50%, 3, 3, IfHealthyBudget, 2, 1, true,  true",
    "minAvailable,   34%, 3, 3, IfHealthyBudget, 2, 1, true,  true",
    "maxUnavailable, 1,   3, 3, IfHealthyBudget, 2, 1, true,  true",
    "maxUnavailable, 1,   2, 3, IfHealthyBudget, 2, 0, false, true",
    "maxUnavailable, 30%, 3, 3, IfHealthyBudget, 2, 1, true,  true",
    "maxUnavailable, 34%, 3, 3, IfHealthyBudget, 1, 2, true,  true",
    "maxUnavailable, 5,   1, 3, IfHealthyBudget, 0, 1, true,  true",
    "maxUnavailable, 0,   3, 3, IfHealthyBudget, 3, 0, false, true",
    "minAvailable,   1,   0, 0, IfHealthyBudget, 1, 0, false, false",
  })
  void a_budget_allows_what_the_eviction_API_allows(
      String field,
      String value,
      int healthy,
      int replicas,
      String policy,
      int needed,
      int allowed,
      boolean readyMayGo,
      boolean unreadyMayGo) {
    IntOrString amount =
        value.endsWith("%") ? new IntOrString(value) : new IntOrString(Integer.parseInt(value));
    var builder =
        new PodDisruptionBudgetBuilder()
            .withNewMetadata()
            .withName("b")
            .endMetadata()
            .withNewSpec()
            .withUnhealthyPodEvictionPolicy(policy);
    var budget =
        (field.equals("minAvailable")
                ? builder.withMinAvailable(amount)
                : builder.withMaxUnavailable(amount))
            .endSpec()
            .build();
    BudgetStatus status = BudgetStatus.of(budget, replicas, replicas, healthy);
    assertThat(status.desiredHealthy()).isEqualTo(needed);
    assertThat(status.disruptionsAllowed()).isEqualTo(allowed);
    assertThat(status.allows(true)).isEqualTo(readyMayGo);
    assertThat(status.allows(false)).isEqualTo(unreadyMayGo);
  }
}
