package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.server.Json;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real API server, where a real operator heals. */
class OnClusterTest {
  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private OperatedCluster world;

  @SuppressWarnings("NullAway.Init")
  private ReplicaSet first;

  @BeforeEach
  void beginWorld() throws IOException {
    world = new OperatedCluster();
    Deployment backend = world.cluster.deployment(OperatedCluster.NAME, 3, "backend:1.0");
    first = world.cluster.replicaSets(backend).getFirst();
    Files.writeString(directory.resolve("kubeconfig"), world.server.kubeconfig());
  }

  @AfterEach
  void endWorld() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  private Run run(String... arguments) {
    return runIn(world.namespace, arguments);
  }

  private Run runIn(String namespace, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", "kubeconfig", "-n", namespace));
    return Run.with(directory, Map.of(), false, InstantSource.system(), all.toArray(String[]::new));
  }

  /** Whose rights are left: none at all, but what everybody has. */
  private void become(String user) throws IOException {
    Files.writeString(
        directory.resolve("kubeconfig"),
        world
            .server
            .kubeconfig()
            .replaceFirst("(?m)^(\\s*)user:\\s*$", "$1user:\n$1  as: " + user));
  }

  private void untilPhase(PolicyPhase phase) {
    Waiting.until(
        "the policy is " + phase,
        () -> world.status("backend").filter(s -> s.phase() == phase).isPresent());
  }

  @Test
  void status_tells_what_is_well_and_who_heals() throws IOException {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.ENFORCE);
    untilPhase(PolicyPhase.Enabled);
    Waiting.until("all is well", () -> run("status", "--check").code() == 0);

    Run run = run("status");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("All is well; 3 of 3 instances ready; automation ON\noperator leads\n")
        .contains("● Healthy  Deployment/backend  3/3 ready, revision 1")
        .contains(pods.getFirst().getMetadata().getName(), "node-1");
    JsonNode json = Json.MAPPER.readTree(run("status", "-o", "json").out());
    assertThat(json.path("workloads").path(0).path("instances")).hasSize(3);
    assertThat(json.path("attention")).isEmpty();
    assertThat(json.path("healer").asText()).isEqualTo("operator leads");
  }

  @Test
  void an_incident_is_told_from_its_remediation_also_after_the_operator_is_gone() throws Exception {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.OBSERVE);
    untilPhase(PolicyPhase.Enabled);
    world.cluster.ready(pods.getFirst(), false);
    world.untilPhase(RemediationPhase.DryRun);
    String ailing = pods.getFirst().getMetadata().getName();
    Waiting.until(
        "the policy tells of it",
        () ->
            world
                .status("backend")
                .filter(s -> Integer.valueOf(1).equals(s.openIncidents()))
                .isPresent());

    assertThat(run("status").out())
        .startsWith("Healing 1 incident; 2 of 3 instances ready; automation OBSERVE")
        .contains("▲ Degraded  Deployment/backend", ailing, "Open incidents");
    assertThat(run("incidents").out()).contains("i-0001", "InstanceNotReady");
    String story = run("incident", "i-0001", "-o", "json").out();
    assertThat(run("incident", "i-0001").out())
        .startsWith("Incident i-0001  ◐ Open")
        .contains("Replace", "ModeObserve", "Timeline", "Diagnosed ");
    assertThat(run("explain", "backend").out())
        .contains("Deployment/backend", "Why it does not act", "Replace", "mode", "Observe")
        .contains("the operator goes no further than Observe (the policy allows Enforce)");
    assertThat(run("explain", ailing).out()).isEqualTo(run("explain", "backend").out());

    world.close();

    assertThat(run("incident", "i-0001", "-o", "json").out()).isEqualTo(story);
    Waiting.until("the lease has ended", () -> run("status").out().contains("automation OFF"));
    Run unled = run("status");
    assertThat(unled.out())
        .startsWith("Healing 1 incident; 2 of 3 instances ready; automation OFF\nno operator leads")
        .contains("? Unknown  Deployment/backend", "nothing is healed here until one leads");
    assertThat(run("status", "--check").code()).isEqualTo(ExitCode.FINDINGS.code());
    assertThat(run("explain", "backend").out()).contains("no operator leads: operator did until");
  }

  @Test
  void a_name_that_nobody_has_is_answered_with_those_that_are() {
    world.policy("backend", OperatedCluster.REPLACE);

    assertThat(run("explain", "frontend").err())
        .isEqualTo(
            "error: target: frontend (expected: an instance, or one of Deployment/backend)\n");
    Run incident = run("incident", "i-0009");
    assertThat(incident.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(incident.err())
        .isEqualTo(
            "error: incident: i-0009 (expected: an id that ./selfheal incidents --all -n %s"
                    .formatted(world.namespace)
                + " --kubeconfig kubeconfig lists)\n");
  }

  @Test
  void a_namespace_without_policies_says_so() {
    Run run = runIn(world.server.namespace("empty"), "status");

    assertThat(run.out()).contains("there is no HealPolicy here, so nothing is watched");
    assertThat(runIn(world.server.namespace("empty"), "status", "--check").code())
        .isEqualTo(ExitCode.FINDINGS.code());
  }

  @Test
  void who_has_no_right_is_told_which_one_is_missing() throws IOException {
    become("alice");

    Run run = run("status");

    assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(run.err())
        .startsWith(
            "error: rights: alice may not list healpolicies in namespace " + world.namespace);
  }
}
