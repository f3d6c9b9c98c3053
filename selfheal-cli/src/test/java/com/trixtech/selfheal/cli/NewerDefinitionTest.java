package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.server.Json;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server whose definition of HealPolicy has a field that this build does not know. */
class NewerDefinitionTest {
  private static final String FIELD =
      "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/newer";

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private OperatedCluster world;

  @BeforeEach
  void beginWorld() throws IOException {
    world = new OperatedCluster();
    Files.writeString(directory.resolve("kubeconfig"), world.server.kubeconfig());
    define("{\"op\": \"add\", \"path\": \"%s\", \"value\": {\"type\": \"string\"}}");
  }

  @AfterEach
  void endWorld() throws Exception {
    if (world != null) {
      define("{\"op\": \"remove\", \"path\": \"%s\"}");
      world.close();
    }
  }

  private void define(String change) {
    world
        .server
        .admin()
        .resources(CustomResourceDefinition.class)
        .withName("healpolicies." + HealPolicy.GROUP)
        .patch(PatchContext.of(PatchType.JSON), "[" + change.formatted(FIELD) + "]");
  }

  private Run run(String... arguments) {
    return Run.with(
        directory,
        Map.of(),
        false,
        InstantSource.system(),
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--kubeconfig", "kubeconfig", "-n", world.namespace))
            .toArray(String[]::new));
  }

  /** The server takes a new definition up soon after it was written, and drops the field before. */
  private void policy() {
    Waiting.until(
        "the policy keeps the newer field",
        () -> {
          HealPolicy policy = world.policy("backend", "newer: yes, please\n");
          boolean kept = policy.getSpec().has("newer");
          if (!kept) {
            world.server.admin().resource(policy).delete();
          }
          return kept;
        });
  }

  @Test
  void a_policy_that_uses_it_is_refused_and_told_everywhere_as_not_well() throws IOException {
    Deployment backend = world.cluster.deployment(OperatedCluster.NAME, 3, "backend:1.0");
    world.ready(world.cluster.replicaSets(backend).getFirst(), 3);
    policy();
    world.leading(Mode.ENFORCE);
    Waiting.until(
        "the operator refuses it as well",
        () -> world.status("backend").filter(s -> s.phase() == PolicyPhase.Disabled).isPresent());

    Run status = run("status", "--check");

    assertThat(status.code()).isEqualTo(ExitCode.FINDINGS.code());
    assertThat(status.out().replaceAll("\\s+", " "))
        .startsWith("Nothing is being healed; 3 of 3 instances ready")
        .contains("? Unknown Deployment/backend 3/3 ready")
        .contains("HealPolicy/backend: policy refused: spec.newer: newer: unknown key (expected: ");
    JsonNode json = Json.MAPPER.readTree(run("status", "-o", "json").out());
    assertThat(json.path("workloads").path(0).path("name").asText()).isEqualTo("backend");
    assertThat(json.path("attention").path(0).path("why").asText())
        .startsWith("policy refused: spec.newer: ");
    assertThat(run("explain", "backend").out())
        .startsWith("Deployment/backend")
        .contains("Unknown", "policy refused: spec.newer: ")
        .doesNotContain("Budget");
    assertThat(Json.MAPPER.readTree(run("explain", "backend", "-o", "json").out()).path("budget"))
        .isEqualTo(Json.MAPPER.nullNode());
  }
}
