package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.manifest.policy.CauseName;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.manifest.policy.Remedy;
import com.trixtech.selfheal.manifest.policy.Spec;
import com.trixtech.selfheal.manifest.policy.WorkloadKind;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says to the definitions, the policies and the manifests. */
class ApiServerTest {
  private static final String TARGET = "targetRef: {kind: Deployment, name: backend}";

  private static @Nullable ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static ApiServer server() {
    return Objects.requireNonNull(server);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no target               | mode: Observe | spec.targetRef: Required value",
        "an empty target         | targetRef: {kind: Deployment, name: ''} | name: empty (expected: the name of one workload",
        "another API             | targetRef: {apiVersion: v1, kind: Deployment, name: a} | apiVersion: not supported (expected: apps/v1)",
        "another kind            | targetRef: {kind: DaemonSet, name: a} | supported values: \"Deployment\", \"StatefulSet\"",
        "an unknown mode         | TARGET, mode: Watch | supported values: \"Observe\", \"Approve\", \"Enforce\"",
        "an unknown key          | TARGET, modes: Observe | unknown field \"spec.modes\"",
        "a ladder without an end | TARGET, remediations: [{order: 1, action: Replace}] | the ladder does not end in an escalation",
        "an end for one cause    | TARGET, remediations: [{order: 1, action: Escalate, when: [BadRelease]}] | the ladder does not end in an escalation",
        "an end before the end   | TARGET, remediations: [{order: 1, action: Escalate}, {order: 2, action: Escalate}] | Escalate for all causes before the end",
        "one place twice         | TARGET, remediations: [{order: 1, action: Replace}, {order: 1, action: Escalate}] | Duplicate value",
        "a roll-back by no one   | TARGET, remediations: [{order: 1, action: Escalate, rollback: {revisions: 1}}] | rollback: without a RollBack step",
        "a step without time     | TARGET, remediations: [{order: 1, action: Escalate, timeout: 0s}] | timeout: 0s (expected: > 0s)",
        "a bare number           | TARGET, freshness: '10' | should match",
        "a negative duration     | TARGET, freshness: -5s | should match",
        "no freshness            | TARGET, freshness: 0s | freshness: 0s (expected: > 0s)",
        "a proof with no time    | TARGET, verify: {timeout: 1m, stabilizationWindow: 60s} | timeout: not longer than stabilizationWindow",
        "a shrinking back-off    | TARGET, budget: {backoff: {initial: 10m}} | max: shorter than initial",
        "a budget without window | TARGET, budget: {window: 0s} | window: 0s (expected: > 0s)",
        "more than all           | TARGET, budget: {maxUnavailable: 101%} | should match",
        "fewer than none         | TARGET, budget: {maxUnavailable: -1} | greater than or equal to 0",
        "no act ever             | TARGET, budget: {maxActions: 0} | greater than or equal to 1",
        "a storm of more         | TARGET, budget: {stormThreshold: 101%} | should match",
        "a dependency on nothing | TARGET, dependsOn: [{name: db}] | neither or both of targetRef and external",
        "a dependency on two     | TARGET, dependsOn: [{name: db, TARGET, external: {host: h, port: 1}}] | neither or both of targetRef and external",
        "a check of nothing      | TARGET, dependsOn: [{name: db, TARGET, check: {}}] | none or several of tcpSocket, httpGet and postgres",
        "two questions of a check| TARGET, dependsOn: [{name: db, TARGET, check: {tcpSocket: {port: 1}, postgres: {}}}] | none or several of tcpSocket, httpGet and postgres",
        "a port that cannot be   | TARGET, dependsOn: [{name: db, external: {host: h, port: 70000}}] | less than or equal to 65535",
        "a webhook to nowhere    | TARGET, escalation: {notify: [{kind: webhook}]} | url: missing or no web address",
        "a log with an address   | TARGET, escalation: {notify: [{kind: log, url: 'http://h'}]} | url: given (expected: none for kind log)",
        "a schedule of six       | TARGET, maintenance: [{kind: Deny, schedule: '0 0 2 * * SUN', duration: 1h}] | should match",
      })
  void aBadPolicyIsRefusedWithWhatIsWrong(String what, String spec, String message) {
    assertThatThrownBy(() -> server().dryRun(policy(spec)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNotWrittenIsFilledInByTheServer() {
    GenericKubernetesResource made =
        server().dryRun(policy("TARGET, remediations: [{order: 1, action: Escalate}]"));

    HealPolicy policy = Serialization.unmarshal(Serialization.asJson(made), HealPolicy.class);
    assertThat(policy.getSpec().path("mode").asText()).isEqualTo("Observe");
    assertThat(policy.getSpec().at("/budget/backoff/initial").asText()).isEqualTo("10s");
    assertThat(policy.getSpec().at("/unhealthyConditions/0/status").asText()).isEqualTo("False");
    assertThat(policy.getSpec().at("/remediations/0/rollback").isMissingNode()).isTrue();
    assertThat(policy.read()).isInstanceOf(Reading.Whole.class);
  }

  @Test
  void aPolicyMeansTheSameOnOneMachineAndOnTheCluster() {
    var files = ManifestReader.read(Path.of("..", "deploy")).healPolicies();
    assertThat(files).hasSizeGreaterThan(3);
    for (var file : files) {
      GenericKubernetesResource written = fileOf(file.value().name());
      GenericKubernetesResource made = server().dryRun(written);
      HealPolicy policy = Serialization.unmarshal(Serialization.asJson(made), HealPolicy.class);

      assertThat(policy.read())
          .isInstanceOfSatisfying(
              Reading.Whole.class,
              whole ->
                  assertThat(whole.policy().spec().toString())
                      .isEqualTo(file.value().spec().toString()));
    }
  }

  static Stream<Mode> modes() {
    return Stream.of(Mode.Observe, Mode.Enforce);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theOperatorsManifestsAreAccepted(Mode mode) {
    List<GenericKubernetesResource> objects =
        objects(OperatorManifests.yaml(new Installation(Installation.DEFAULT_NAMESPACE, mode)));
    assertThat(objects).hasSizeGreaterThan(8);
    for (GenericKubernetesResource object : objects) {
      if (!object.getKind().startsWith("CustomResource")) {
        assertThat(server().dryRun(object).getMetadata().getUid()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"., 30", "kubernetes/load, 3"})
  void theBookingSystemAndItsLoadAreAccepted(String directory, int atLeast) {
    List<GenericKubernetesResource> objects =
        objects(DeployFiles.kustomized(DeployFiles.DEPLOY.resolve(directory)));
    assertThat(objects).hasSizeGreaterThan(atLeast);
    for (GenericKubernetesResource object : objects) {
      if (!object.getKind().equals("Namespace")) {
        assertThat(server().dryRun(object).getMetadata().getUid()).isNotBlank();
      }
    }
  }

  @Test
  void kubectlTellsTheStoryOfAPolicyAndOfAnIncident(@TempDir Path directory) {
    HealPolicy policy =
        Serialization.unmarshal(
            Serialization.asJson(named(policy(TARGET), "backend")), HealPolicy.class);
    HealPolicy made = server().client().resource(policy).create();
    made.setStatus(
        new HealPolicyStatus(
            1L,
            PolicyPhase.Remediating,
            Mode.Enforce,
            "backend-a hangs; the platform restarts it",
            3,
            2,
            2,
            0,
            1,
            3,
            1,
            4L,
            0L,
            "backend-1",
            List.of(new ConditionBuilder().withType("Ready").withStatus("True").build())));
    server().client().resource(made).patchStatus();
    Remediation incident = new Remediation();
    incident.getMetadata().setName("backend-1");
    incident.getMetadata().setNamespace("trixtech");
    incident.setSpec(
        new RemediationSpec(
            "backend",
            new Spec.TargetRef("apps/v1", WorkloadKind.Deployment, "backend"),
            "I-1",
            CauseName.InstanceHung,
            List.of("backend-a"),
            List.of("no answer for 15 s"),
            List.of(),
            Remedy.Replace,
            "backend-a",
            new RemediationSpec.Judgement("MaxUnavailable", "2 of 3, allowed 1", null),
            List.of(new RemediationSpec.Entry(1, "2026-01-01T00:00:00Z", "{}"))));
    server().client().resource(incident).create();

    String printed = server().kubectl(directory, "get", "selfheal", "--namespace", "trixtech");

    assertThat(
            printed.lines().filter(line -> !line.isBlank()).map(line -> line.replaceAll(" +", " ")))
        .anyMatch(
            line -> line.startsWith("NAME TARGET MODE PHASE HEALTHY OF ALLOWED ACTS STORY AGE"))
        .anyMatch(line ->
            line.startsWith(
                "healpolicy.selfheal.trixtech.com/backend backend Observe Remediating 2 3 0 1"
                    + " backend-a hangs; the platform restarts it "))
        .anyMatch(line -> line.startsWith("NAME TARGET CAUSE REMEDY GUARD PHASE VERDICT STORY AGE"))
        .anyMatch(line ->
            line.startsWith(
                "remediation.selfheal.trixtech.com/backend-1 backend InstanceHung Replace"
                    + " MaxUnavailable"));
    assertThat(server().kubectl(directory, "explain", "healpolicy.spec.budget.maxUnavailable"))
        .contains("At most so many instances may be out of service");
  }

  private static GenericKubernetesResource policy(String spec) {
    return objects(
            """
            apiVersion: selfheal.trixtech.com/v1alpha1
            kind: HealPolicy
            metadata: {name: tried, namespace: trixtech}
            spec: {%s}
            """
                .formatted(spec.replace("TARGET", TARGET)))
        .getFirst();
  }

  private static GenericKubernetesResource named(GenericKubernetesResource object, String name) {
    object.getMetadata().setName(name);
    return object;
  }

  private static GenericKubernetesResource fileOf(String policy) {
    return DeployFiles.oneMachine().stream()
        .flatMap(text -> objects(text).stream())
        .filter(o -> o.getKind().equals("HealPolicy") && o.getMetadata().getName().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  static List<GenericKubernetesResource> objects(String yaml) {
    return Yaml.documents(yaml).stream()
        .map(o -> Serialization.unmarshal(o.toString(), GenericKubernetesResource.class))
        .toList();
  }
}
