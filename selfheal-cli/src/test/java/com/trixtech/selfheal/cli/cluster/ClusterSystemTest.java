package com.trixtech.selfheal.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.run.DrillRequest;
import com.trixtech.selfheal.drill.run.DrillRunner;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import com.trixtech.selfheal.kubernetes.journal.Retention;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.server.api.Status.ServiceStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace of a real API server as the system that a drill runs on. */
class ClusterSystemTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final String PERSON = "dora";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  private ApiServer server;

  @SuppressWarnings("NullAway.Init")
  private PlayedCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private String namespace;

  @SuppressWarnings("NullAway.Init")
  private String faults;

  @BeforeEach
  void begin() throws IOException {
    server = ApiServer.get();
    namespace = server.namespace("shop");
    faults = server.namespace("faults");
    cluster = new PlayedCluster(server.admin(), namespace);
    Files.writeString(directory.resolve("kubeconfig"), server.kubeconfig());
  }

  private ClusterSystem system() {
    ClusterTarget target =
        new ClusterTarget(
            null, namespace, Path.of("kubeconfig"), "./selfheal", Map.of(), directory);
    return ClusterSystem.open(
        target,
        InstantSource.system(),
        _ -> {},
        new DrillOptions(faults, null, null, DEPLOY.resolve("kubernetes").resolve("load")));
  }

  private static Drill drill(String name) {
    return Drills.onCluster().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
  }

  private ReplicaSet backend(String mode) {
    Deployment backend = cluster.deployment(Drills.BACKEND, 3, "trixtech/backend:1.0.0");
    server
        .admin()
        .resource(
            Specs.policy(
                namespace,
                "backend",
                "{targetRef: {kind: Deployment, name: %s}, mode: %s}"
                    .formatted(Drills.BACKEND, mode)))
        .create();
    return cluster.replicaSets(backend).getFirst();
  }

  @Test
  void a_policy_that_is_not_enforced_and_an_owner_are_objected_to() {
    backend("Approve");
    cluster.edit(
        Drills.BACKEND,
        d -> {
          d.getMetadata().setLabels(Map.of("argocd.argoproj.io/instance", "shop"));
          return d;
        });
    try (ClusterSystem system = system()) {
      assertThat(system.objections(drill("bad-release")))
          .containsExactly(
              "HealPolicy/backend: mode Approve (expected: Enforce, or the drill proves nothing)",
              "Deployment/trixtech-backend: Argo CD owns it and would undo a release"
                  + " (expected: one that nobody owns)");
    }
  }

  @Test
  void nothing_is_objected_to_where_all_is_as_it_must_be() {
    backend("Enforce");
    try (ClusterSystem system = system()) {
      assertThat(system.objections(drill("bad-release"))).isEmpty();
    }
  }

  @Test
  void a_refused_drill_leaves_nothing_and_is_told_what_is_not_steady() {
    backend("Enforce");
    try (ClusterSystem system = system()) {
      DrillRunner runner = new DrillRunner(system, system.traffic(), Time.SYSTEM, directory);
      assertThatThrownBy(() -> runner.run(DrillRequest.once(drill("kill-instance")), _ -> {}))
          .isInstanceOf(DrillRefused.class)
          .hasMessageContaining("automation: Off (expected: On");
      assertThat(system.faults()).isEmpty();
    }
    assertThat(server.admin().leases().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void a_roll_back_is_waited_for_until_there_is_a_revision_to_go_back_to() {
    ReplicaSet first = backend("Enforce");
    try (ClusterSystem system = system()) {
      assertThat(system.awaited(drill("bad-release")).orElseThrow())
          .startsWith(
              "revision " + Revisions.name(first) + " of trixtech-backend is not yet proven");
      assertThat(system.awaited(drill("kill-instance"))).isPresent();
      assertThat(system.awaited(drill("database-hang"))).isEmpty();

      RemediationJournal journal =
          RemediationJournal.open(server.admin(), namespace, Set.of(namespace), Retention.DEFAULT);
      journal.append(
          new JournalEntry.RevisionProven(
              Instant.now(),
              new WorkloadRef(namespace, WorkloadRef.Kind.DEPLOYMENT, Drills.BACKEND),
              Revisions.name(first),
              "",
              List.of("trixtech/backend:1.0.0")));
      journal.flush();

      assertThat(system.awaited(drill("bad-release"))).isEmpty();
    }
  }

  @Test
  void the_primary_and_the_services_are_found_as_the_guests_reach_them() {
    ReplicaSet first = backend("Enforce");
    Pod leader = cluster.readyPod(first, "node-1");
    cluster.readyPod(first, "node-1");
    server
        .admin()
        .pods()
        .inNamespace(namespace)
        .withName(leader.getMetadata().getName())
        .edit(p ->
            new PodBuilder(p).editMetadata().addToLabels("role", "primary").endMetadata().build());
    server
        .admin()
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Drills.BACKEND)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(3000)
                .endPort()
                .endSpec()
                .build())
        .create();
    try (ClusterSystem system = system()) {
      assertThat(system.primary(Drills.BACKEND)).hasValue(leader.getMetadata().getName());
      assertThat(system.primary("postgres")).isEmpty();
      assertThat(system.status().services())
          .containsExactly(new ServiceStatus(Drills.BACKEND, "http://trixtech-backend:3000"));
    }
  }

  private void bind(String in, Role role) {
    server.admin().resource(role).create();
    server
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(in)
                .withName(role.getMetadata().getName())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                .addNewSubject()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("User")
                .withName(PERSON)
                .endSubject()
                .build())
        .create();
  }

  @Test
  void the_roles_that_are_there_for_it_are_all_that_a_person_needs() throws IOException {
    backend("Enforce");
    bind(
        namespace,
        new RoleBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("look")
            .endMetadata()
            .withRules(
                new PolicyRuleBuilder()
                    .withApiGroups("*")
                    .withResources("*")
                    .withVerbs("get", "list")
                    .build())
            .build());
    Files.writeString(
        directory.resolve("kubeconfig"),
        server.kubeconfig().replaceFirst("(?m)^(\\s*)user:\\s*$", "$1user:\n$1  as: " + PERSON));
    try (ClusterSystem system = system()) {
      Waiting.until(
          "the right to look is known",
          () ->
              system.objections(drill("bad-release")).stream().noneMatch(o -> o.contains("list")));
      assertThat(system.objections(drill("bad-release")))
          .contains(
              "rights: you may not create pods in namespace %s (expected: a Role that allows it)"
                  .formatted(namespace),
              "rights: you may not patch deployments in namespace %s (expected: a Role that allows it)"
                  .formatted(namespace));
      assertThat(system.objections(drill("kill-instance")))
          .contains(
              "rights: you may not get pods/log in namespace %s (expected: a Role that allows it)"
                  .formatted(faults));

      for (Role role : roles()) {
        String in = role.getMetadata().getNamespace().equals("trixtech") ? namespace : faults;
        bind(in, new RoleBuilder(role).editMetadata().withNamespace(in).endMetadata().build());
      }

      Waiting.until("nothing is missing", () -> system.objections(drill("bad-release")).isEmpty());
      Waiting.until(
          "nor for a fault",
          () ->
              system.objections(drill("kill-instance")).stream()
                  .noneMatch(o -> o.startsWith("rights:")));
      system.reserve("kill-instance").close();
    }
  }

  private static List<Role> roles() throws IOException {
    try (InputStream yaml = Files.newInputStream(DEPLOY.resolve("kubernetes/drill/drill.yaml"))) {
      List<HasMetadata> objects = ApiServer.get().admin().load(yaml).items();
      return objects.stream().filter(Role.class::isInstance).map(Role.class::cast).toList();
    }
  }
}
