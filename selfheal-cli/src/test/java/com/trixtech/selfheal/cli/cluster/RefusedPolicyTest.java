package com.trixtech.selfheal.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.cli.text.StatusText;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.objects.Budgets;
import com.trixtech.selfheal.kubernetes.operator.Leader;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.Attention;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A policy that this build cannot read, as one of a newer definition: it is told, not left out. */
class RefusedPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Lead LED =
      new Lead(NOW, Optional.of(new Leader("operator", NOW, NOW.plusSeconds(15))), true);
  private static final ClusterTarget TARGET =
      new ClusterTarget(null, "shop", null, "selfheal", Map.of(), Path.of("."));
  private static final String NEWER =
      "{targetRef: {kind: Deployment, name: backend}, dependsOn: [{name: db, targetRef: {kind:"
          + " StatefulSet, name: db}, check: {oracle: {}}}]}";
  private static final String REFUSED =
      "policy refused: spec.dependsOn[0].check.oracle: oracle: unknown key (expected: ";

  private static Watched watched(String name, String spec, String phase, int healthy) {
    HealPolicy policy =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: selfheal.trixtech.com/v1alpha1
                kind: HealPolicy
                metadata: {name: %s, namespace: shop, generation: 1}
                spec: %s
                status:
                  observedGeneration: 1
                  phase: %s
                  expectedReplicas: 3
                  currentHealthy: %d
                  openIncidents: 0
                  summary: nothing ails
                  conditions: [{type: Ready, status: "True"}]
                """
                    .formatted(name, spec, phase, healthy),
                HealPolicy.class);
    return new Watched(
        policy, policy.read(), policy.target().orElse(null), false, 0, 0, List.of(), Budgets.NONE);
  }

  private static Seen seen(Watched... policies) {
    return new Seen(NOW, List.of(policies), List.of(), LED, List.of(), 0);
  }

  private static Status status(Watched... policies) {
    return new ClusterStatus(seen(policies), TARGET).status();
  }

  @Test
  void it_is_listed_with_its_target_and_counted_as_not_well() {
    Status status =
        status(
            watched("backend", NEWER, "Enabled", 3),
            watched("frontend", "{targetRef: {kind: Deployment, name: frontend}}", "Enabled", 3));

    assertThat(status.workloads())
        .extracting(WorkloadStatus::kind, WorkloadStatus::name, WorkloadStatus::health)
        .containsExactly(
            tuple("Deployment", "backend", "Unknown"), tuple("Deployment", "frontend", "Healthy"));
    assertThat(status.settled()).isFalse();
    assertThat(status.health()).isEqualTo("Unknown");
    assertThat(StatusText.sentence(status)).startsWith("Nothing is being healed; 6 of 6 instances");
    assertThat(status.attention())
        .singleElement()
        .satisfies(a -> {
          assertThat(a.target()).isEqualTo("HealPolicy/backend");
          assertThat(a.why())
              .startsWith(REFUSED)
              .endsWith("; the operator follows it, so this build is older");
        });
  }

  @Test
  void what_the_operator_knows_to_be_worse_than_unknown_stays_so() {
    assertThat(status(watched("backend", NEWER, "Enabled", 0)).health())
        .isEqualTo(Health.FAILED.word());
  }

  @Test
  void where_the_operator_refuses_it_too_it_is_said_once_and_blamed_on_no_build() {
    assertThat(status(watched("backend", NEWER, "Disabled", 0)).attention())
        .singleElement()
        .extracting(Attention::why)
        .asString()
        .startsWith(REFUSED)
        .doesNotContain("older");
  }

  @Test
  void a_policy_without_a_target_that_this_build_knows_is_listed_itself() {
    Status status =
        status(watched("backend", "{targetRef: {kind: Pool, name: backend}}", "Enabled", 3));

    assertThat(status.workloads())
        .extracting(WorkloadStatus::kind, WorkloadStatus::name, WorkloadStatus::ready)
        .containsExactly(tuple("HealPolicy", "backend", 3));
    assertThat(status.settled()).isFalse();
  }

  @Test
  void its_explanation_says_so_and_guesses_no_budget() {
    Watched watched = watched("backend", NEWER, "Enabled", 3);
    Seen seen = seen(watched);

    Explanation explanation = ClusterExplanation.of(watched, seen, new ClusterStatus(seen, TARGET));

    assertThat(explanation.target()).isEqualTo("Deployment/backend");
    assertThat(explanation.health()).isEqualTo("Unknown");
    assertThat(explanation.whyNot()).first().asString().startsWith(REFUSED);
    assertThat(explanation.budget()).isNull();
  }
}
