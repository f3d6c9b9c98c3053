package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.operator.Approvals;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.server.Json;
import com.trixtech.selfheal.server.api.Requests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Run run =
        Run.with(directory, Map.of(), false, InstantSource.system(), all.toArray(String[]::new));
    String said = run.err().replaceAll("(?m)^ *\\d+\\.\\ds  .*\n", ""); // how long it took
    return new Run(run.code(), run.out(), said);
  }

  /** Two answers are not given in the same second. */
  private static String timeless(Run run) {
    return run.out().replaceAll("\\d+ s ago", "a moment ago");
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
    assertThat(timeless(run("explain", ailing))).isEqualTo(timeless(run("explain", "backend")));

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

  /** An incident that waits for a person; returns the pod that ails. */
  private Pod awaitingApproval() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.APPROVE);
    untilPhase(PolicyPhase.Enabled);
    world.cluster.ready(pods.getFirst(), false);
    world.untilPhase(RemediationPhase.AwaitingApproval);
    return pods.getFirst();
  }

  private Map<String, String> annotations() {
    return Marks.annotations(
        Objects.requireNonNull(
            world
                .server
                .admin()
                .resources(HealPolicy.class)
                .inNamespace(world.namespace)
                .withName("backend")
                .get()));
  }

  private String user() {
    return world
        .server
        .admin()
        .authentication()
        .v1()
        .selfSubjectReviews()
        .create(new SelfSubjectReview())
        .getStatus()
        .getUserInfo()
        .getUsername();
  }

  @Test
  void an_approval_says_what_it_allows_and_the_operator_does_that() {
    Pod ailing = awaitingApproval();

    Run run = run("approve", "i-0001");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            "Approved: Replace on %s, since InstanceNotReady.\n"
                .formatted(ailing.getMetadata().getName()))
        .contains("the act waits for a person's", user() + " approved the planned remedy.")
        .contains("Watch it: ./selfheal incident i-0001 -n " + world.namespace);
    Waiting.until("it is evicted", () -> world.ending(ailing));
    assertThat(annotations()).containsEntry(Approvals.BY, user());
  }

  @Test
  void while_no_operator_leads_an_approval_waits_for_the_next_one() throws Exception {
    Pod ailing = awaitingApproval();
    world.close();
    Waiting.until("the lease has ended", () -> run("status").out().contains("automation OFF"));

    Run run = run("approve", "i-0001", "-o", "json");

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .startsWith("note: no operator leads: operator did until ")
        .endsWith("what was written counts as soon as one does\n");
    assertThat(Json.MAPPER.readTree(run.out()).path("id").asText()).isEqualTo("i-0001");
    assertThat(world.ending(ailing)).isFalse();

    world.leading(Mode.APPROVE);

    Waiting.until("it is evicted", () -> world.ending(ailing));
  }

  @Test
  void an_approval_that_cannot_be_says_why() throws Exception {
    awaitingApproval();

    assertThat(run("approve", "i-0009").err()).startsWith("error: incident: i-0009 (expected: ");
    assertThat(run("approve", "i-0001", "--by", "eve").err())
        .isEqualTo("error: --by: eve (expected: none, as a cluster knows who asks)\n");
    assertThat(annotations()).doesNotContainKey(Approvals.ANNOTATION);

    world.close(); // which would follow neither policy, and no longer wait
    world.policy("second", OperatedCluster.REPLACE);
    Run clash = run("approve", "i-0001");
    assertThat(clash.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(clash.err())
        .isEqualTo(
            "error: policy: 2 of Deployment/backend"
                + " (expected: exactly one, as else none is followed)\n");

    become("alice");
    Run alice = run("approve", "i-0001");
    assertThat(alice.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(alice.err()).startsWith("error: rights: alice may not list healpolicies in");
  }

  @Test
  void what_awaits_no_approval_cannot_be_approved() {
    List<Pod> pods = world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.OBSERVE);
    untilPhase(PolicyPhase.Enabled);
    world.cluster.ready(pods.getFirst(), false);
    world.untilPhase(RemediationPhase.DryRun);

    Run run = run("approve", "i-0001");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .startsWith("error: incident: i-0001 awaits no approval (expected: an incident with");
  }

  @Test
  void a_pause_is_confirmed_by_the_operator_shown_and_ended() throws IOException {
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.ENFORCE);
    untilPhase(PolicyPhase.Enabled);

    Run pause = run("pause", "backend", "--reason", "load test", "--for", "20m");

    assertThat(pause.err()).isEmpty();
    assertThat(pause.out())
        .startsWith("Paused Deployment/backend until ")
        .contains("(in ", "Resume earlier: ./selfheal resume backend -n " + world.namespace);
    assertThat(world.status("backend").orElseThrow().phase()).isEqualTo(PolicyPhase.Paused);
    assertThat(annotations()).containsEntry(PauseWish.BY, user());
    assertThat(run("status").out())
        .contains("automation PAUSED")
        .contains("▲ Paused (backend) for Deployment/backend by %s: load test; ".formatted(user()))
        .doesNotContain("Requires attention");
    assertThat(run("explain", "backend").out()).contains("paused by " + user());
    JsonNode json = Json.MAPPER.readTree(run("status", "-o", "json").out());
    assertThat(json.path("pauses").path(0).path("id").asText()).isEqualTo("backend");

    Run resume = run("resume", "backend");

    assertThat(resume.err()).isEmpty();
    assertThat(resume.out()).isEqualTo("Resumed Deployment/backend (backend).\n");
    assertThat(annotations()).doesNotContainKeys(PauseWish.ANNOTATION, PauseWish.BY);
    untilPhase(PolicyPhase.Enabled);
    assertThat(run("resume").out()).isEqualTo("Nothing was paused.\n");
    assertThat(run("resume", "backend").err()).startsWith("error: pause: backend (expected: an id");
  }

  @Test
  void while_no_operator_leads_all_can_be_paused_for_the_next_one() {
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);

    Run pause = run("pause", "--reason", "the disks");

    assertThat(pause.code()).isZero();
    assertThat(pause.err()).startsWith("note: no operator has led in this namespace; what was");
    assertThat(pause.out()).startsWith("Paused ");
    world.leading(Mode.ENFORCE);
    untilPhase(PolicyPhase.Paused);
    assertThat(run("resume").code()).isZero();
    untilPhase(PolicyPhase.Enabled);
  }

  @Test
  void a_pause_that_somebody_wrote_wrongly_requires_attention_and_can_be_ended() {
    world.ready(first, 3);
    world.policy("backend", OperatedCluster.REPLACE);
    world.leading(Mode.ENFORCE);
    world
        .server
        .admin()
        .resources(HealPolicy.class)
        .inNamespace(world.namespace)
        .withName("backend")
        .edit(p -> {
          p.getMetadata().setAnnotations(Map.of(PauseWish.ANNOTATION, "soon"));
          return p;
        });
    untilPhase(PolicyPhase.Paused);

    assertThat(run("status").out().replaceAll("\\s+", " "))
        .contains("HealPolicy/backend: no act is begun: selfheal.trixtech.com/paused: \"soon\"");
    assertThat(run("resume").out()).isEqualTo("Resumed Deployment/backend (backend).\n");
    untilPhase(PolicyPhase.Enabled);
  }

  @Test
  void a_pause_has_the_limits_that_it_has_on_one_machine() {
    world.policy("backend", OperatedCluster.REPLACE);

    assertThat(run("pause", "--reason", "x", "--for", "8d").err())
        .isEqualTo("error: for: PT192H (expected: more than 0, at most 7 days)\n");
    assertThat(run("pause", "--reason", " ").err())
        .isEqualTo("error: reason: missing (expected: a text)\n");
    assertThat(run("pause", "frontend", "--reason", "x").err())
        .isEqualTo("error: target: frontend (expected: all, or one of Deployment/backend)\n");
    assertThat(Requests.PauseFor.LONGEST).isEqualTo(Pause.LONGEST);
    assertThat(annotations()).isEmpty();
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
