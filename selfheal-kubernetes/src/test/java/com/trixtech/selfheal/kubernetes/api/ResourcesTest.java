package com.trixtech.selfheal.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import com.trixtech.selfheal.manifest.policy.CauseName;
import com.trixtech.selfheal.manifest.policy.Mode;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both kinds are what kubectl writes and what the loop reads. */
class ResourcesTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void aPolicyIsReadWithTheDefaultsOfItsTypes() {
    HealPolicy policy =
        policy("{targetRef: {kind: Deployment, name: backend}, verify: {timeout: 3m}}");

    assertThat(policy.read())
        .isInstanceOfSatisfying(
            Reading.Whole.class,
            whole -> {
              assertThat(whole.policy().name()).isEqualTo("backend");
              assertThat(whole.policy().namespace()).isEqualTo("booking");
              assertThat(whole.policy().spec().mode()).isEqualTo(Mode.Observe);
              assertThat(whole.policy().spec().verify().timeout()).isEqualTo(Duration.ofMinutes(3));
              assertThat(whole.policy().spec().budget().maxActions()).isEqualTo(3);
            });
  }

  @Test
  void aPolicyThatCannotBeFollowedSaysAllThatIsWrongWithIt() {
    HealPolicy policy =
        policy(
            "{targetRef: {kind: Deployment, name: backend}, mode: Watch, budget: {maxActions: 0}}");

    assertThat(policy.read())
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .anySatisfy(problem ->
                        assertThat(problem).startsWith("spec.mode: mode: Watch (expected: "))
                    .anySatisfy(problem ->
                        assertThat(problem).startsWith("spec.budget.maxActions: maxActions: 0")));
  }

  @Test
  void aFieldOfANewerDefinitionIsRefusedAndNotGuessedButTheTargetIsTold() {
    HealPolicy policy =
        policy("{targetRef: {kind: StatefulSet, name: db, shard: 1}, verify: {by: oracle}}");

    assertThat(policy.read())
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .anySatisfy(problem ->
                        assertThat(problem)
                            .startsWith("spec.verify.by: by: unknown key (expected: "))
                    .anySatisfy(problem ->
                        assertThat(problem).startsWith("spec.targetRef.shard: shard: unknown")));
    assertThat(policy.target())
        .contains(new WorkloadRef("booking", WorkloadRef.Kind.STATEFUL_SET, "db"));
    assertThat(policy("{targetRef: {kind: DaemonSet, name: a}}").target()).isEmpty();
    assertThat(policy("{targetRef: {kind: Deployment}}").target()).isEmpty();
    assertThat(policy("{targetRef: none}").target()).isEmpty();
  }

  @Test
  void aPolicyWithoutASpecIsRefusedAndNotThrown() {
    HealPolicy policy = new HealPolicy();
    policy.getMetadata().setName("empty");

    assertThat(policy.read()).isInstanceOf(Reading.Refused.class);
    assertThat(policy.target()).isEmpty();
  }

  @Test
  void aRemediationComesBackAsItWasWritten() {
    Remediation written = new Remediation();
    written.getMetadata().setName("backend-1");
    written.setSpec(
        new RemediationSpec(
            "backend",
            null,
            "I-1",
            CauseName.BadRelease,
            List.of("backend-a"),
            List.of("3 of 3 fail"),
            List.of(),
            null,
            null,
            new RemediationSpec.Judgement("Storm", "3 of 3 unhealthy", null),
            List.of(new RemediationSpec.Entry(7, "2026-01-01T00:00:00Z", "{}"))));

    Remediation read = serialization.unmarshal(serialization.asYaml(written), Remediation.class);

    assertThat(read.getSpec()).isEqualTo(written.getSpec());
    assertThat(read.getStatus()).isNull();
  }

  @Test
  void aStatusThatAnOlderOperatorWroteIsRead() {
    HealPolicy policy =
        serialization.unmarshal(
            """
            apiVersion: selfheal.trixtech.com/v1alpha1
            kind: HealPolicy
            metadata: {name: backend}
            status: {phase: Enabled}
            """,
            HealPolicy.class);

    assertThat(policy.getStatus().phase()).isEqualTo(PolicyPhase.Enabled);
    assertThat(policy.getStatus().conditions()).isEmpty();
  }

  @Test
  void aConditionIsWrittenAsKubernetesWritesOne() {
    HealPolicy policy = policy("{targetRef: {kind: Deployment, name: backend}}");
    policy.setStatus(
        new HealPolicyStatus(
            1L,
            PolicyPhase.Enabled,
            Mode.Enforce,
            "nothing ails",
            3,
            3,
            2,
            1,
            0,
            3,
            0,
            0L,
            0L,
            null,
            List.of(new ConditionBuilder().withType("Ready").withStatus("True").build())));

    assertThat(serialization.asYaml(policy))
        .contains("phase: \"Enabled\"", "- status: \"True\"", "type: \"Ready\"")
        .doesNotContain("lastRemediation");
  }

  private HealPolicy policy(String spec) {
    return serialization.unmarshal(
        """
        apiVersion: selfheal.trixtech.com/v1alpha1
        kind: HealPolicy
        metadata: {name: backend, namespace: booking, uid: u-1}
        spec: %s
        """
            .formatted(spec),
        HealPolicy.class);
  }
}
