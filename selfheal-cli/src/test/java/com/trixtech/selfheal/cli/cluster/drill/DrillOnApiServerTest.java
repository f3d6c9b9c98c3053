package com.trixtech.selfheal.cli.cluster.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a drill writes into a cluster, on a real API server. */
class DrillOnApiServerTest {
  private static final String NAME = "trixtech-backend";
  private static final Path LOAD = Path.of("..", "deploy", "kubernetes", "load");

  private final VirtualTime time = new VirtualTime();

  @SuppressWarnings("NullAway.Init")
  private ApiServer server;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient api;

  @SuppressWarnings("NullAway.Init")
  private PlayedCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private String namespace;

  @BeforeEach
  void begin() {
    server = ApiServer.get();
    api = server.admin();
    namespace = server.namespace("drilled");
    cluster = new PlayedCluster(api, namespace);
  }

  private DrillLease take(String by) {
    return DrillLease.take(api, namespace, by, "bad-release");
  }

  private @Nullable Lease lease() {
    return api.leases().inNamespace(namespace).withName(DrillLease.NAME).get();
  }

  private Releases releases() {
    return new Releases(api, namespace, time);
  }

  private List<EnvVar> env() {
    return cluster
        .deployment(NAME)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv();
  }

  private void deployed(EnvVar... variables) {
    cluster.deployment(NAME, 3, "registry.example.org/shop/backend:1.0");
    api.apps()
        .deployments()
        .inNamespace(namespace)
        .withName(NAME)
        .edit(d -> {
          d.getSpec().getTemplate().getSpec().getContainers().getFirst().setEnv(List.of(variables));
          return d;
        });
  }

  @Test
  void one_drill_at_a_time_has_a_namespace_and_the_second_is_told_whose_it_is() {
    try (DrillLease first = take("alice, process 1")) {
      assertThat(first.undone()).isTrue();
      assertThatThrownBy(() -> take("bob, process 2"))
          .isInstanceOf(DrillRefused.class)
          .hasMessageContaining("another drill runs in namespace " + namespace)
          .hasMessageContaining("by alice, process 1, until ");
    }
    assertThat(lease()).isNull();
    take("bob, process 2").close();
    assertThat(lease()).isNull();
  }

  @Test
  void a_lease_that_nobody_renews_is_taken_over_with_what_is_to_be_undone() {
    deployed();
    DrillLease dead = take("alice, process 1");
    dead.note(NAME, new Undo("u-1", "main", null));
    api.leases()
        .inNamespace(namespace)
        .withName(DrillLease.NAME)
        .edit(l -> {
          l.getSpec().setRenewTime(ZonedDateTime.now().minusMinutes(2));
          return l;
        });

    DrillLease next = take("bob, process 2");

    assertThat(next.undos()).containsOnlyKeys(NAME);
    next.close();
    assertThat(Objects.requireNonNull(lease()).getSpec().getHolderIdentity()).isEmpty();
    dead.close(); // it has lost it, and changes nothing
    assertThat(lease()).isNotNull();
  }

  @Test
  void a_release_adds_variables_and_the_way_back_restores_every_one_of_them() throws Exception {
    EnvVar host =
        new EnvVarBuilder()
            .withName("HOST")
            .withNewValueFrom()
            .withNewFieldRef("v1", "status.podIP")
            .endValueFrom()
            .build();
    EnvVar fault = new EnvVarBuilder().withName("BOOKING_FAULT").withValue("none").build();
    deployed(host, fault);
    try (DrillLease lease = take("alice")) {
      releases().release(lease, NAME, Map.of("BOOKING_FAULT", "never-ready"));
      assertThat(env())
          .containsExactly(
              host, new EnvVarBuilder().withName("BOOKING_FAULT").withValue("never-ready").build());
      releases().release(lease, NAME, Map.of("DRILL_NONCE", "2"));
      assertThat(env())
          .extracting(EnvVar::getName)
          .containsExactly("HOST", "BOOKING_FAULT", "DRILL_NONCE");
      assertThat(lease.undone()).isFalse();

      assertThat(releases().original(lease))
          .containsExactly("put the environment of Deployment/" + NAME + " back");

      assertThat(env()).containsExactly(host, fault);
      assertThat(lease.undone()).isTrue();
      assertThat(releases().original(lease)).isEmpty();
    }
  }

  @Test
  void what_was_rolled_back_already_is_not_written_again() throws Exception {
    deployed();
    Deployment before = cluster.deployment(NAME);
    try (DrillLease lease = take("alice")) {
      releases().release(lease, NAME, Map.of("BOOKING_FAULT", "never-ready"));
      api.apps()
          .deployments()
          .inNamespace(namespace)
          .withName(NAME)
          .edit(d -> {
            d.getSpec().setTemplate(before.getSpec().getTemplate());
            return d;
          });
      Long generation = cluster.deployment(NAME).getMetadata().getGeneration();
      assertThat(releases().original(lease)).isEmpty();
      assertThat(cluster.deployment(NAME).getMetadata().getGeneration()).isEqualTo(generation);
    }
    assertThat(lease()).isNull();
  }

  @Test
  void another_process_undoes_what_a_drill_that_died_has_released() throws Exception {
    deployed();
    DrillLease dead = take("alice");
    releases().release(dead, NAME, Map.of("BOOKING_FAULT", "deadlock"));
    dead.close();
    try (DrillLease next = take("bob")) {
      assertThat(next.undone()).isFalse();
      assertThat(releases().original(next)).hasSize(1);
    }
    assertThat(env()).isEmpty();
    assertThat(lease()).isNull();
  }

  private FaultPods faults(String in) {
    return new FaultPods(api, namespace, in, null, time);
  }

  private Pod victim() {
    Deployment backend = cluster.deployment(NAME, 3, "registry.example.org/shop/backend:1.0");
    Pod pod = cluster.readyPod(cluster.replicaSets(backend).getFirst(), "node-1");
    return api.pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(p ->
            new PodBuilder(p)
                .editStatus()
                .editFirstContainerStatus()
                .withContainerID("containerd://0a1b2c")
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
  }

  private String labelled(String level) {
    String name = server.namespace("faults");
    api.namespaces()
        .withName(name)
        .edit(n ->
            new NamespaceBuilder(n)
                .editMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", level)
                .endMetadata()
                .build());
    return name;
  }

  @Test
  void a_namespace_that_is_not_there_is_refused_with_the_commands_that_make_it() {
    assertThat(faults("nowhere").against(FaultKind.KILL, victim()))
        .hasValue(
            "fault namespace: nowhere is not there (expected: kubectl create namespace nowhere &&"
                + " kubectl label namespace nowhere"
                + " pod-security.kubernetes.io/enforce=privileged --overwrite)");
  }

  @Test
  void a_namespace_that_forbids_the_pod_is_refused_with_the_command_that_labels_it() {
    String restricted = labelled("restricted");
    assertThat(faults(restricted).against(FaultKind.HANG, victim()).orElseThrow())
        .contains("violates PodSecurity", "hostPID")
        .contains("(expected: kubectl label namespace " + restricted);
    assertThat(api.pods().inNamespace(restricted).list().getItems()).isEmpty();
  }

  @Test
  void a_namespace_that_allows_it_gets_a_pod_that_may_signal_and_nothing_else() {
    String privileged = labelled("privileged");
    Pod victim = victim();
    assertThat(faults(privileged).against(FaultKind.KILL, victim)).isEmpty();
    assertThat(api.pods().inNamespace(privileged).list().getItems()).isEmpty();

    Pod made =
        api.resource(
                FaultPod.of(
                    FaultKind.HANG, victim, privileged, null, Duration.ofSeconds(15), time.now()))
            .create();

    var spec = made.getSpec();
    assertThat(spec.getNodeName()).isEqualTo("node-1");
    assertThat(spec.getHostPID()).isTrue();
    assertThat(spec.getActiveDeadlineSeconds()).isEqualTo(75);
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    var container = spec.getContainers().getFirst();
    assertThat(container.getImage()).isEqualTo("registry.example.org/shop/backend:1.0");
    assertThat(container.getEnv())
        .extracting(EnvVar::getName, EnvVar::getValue)
        .contains(
            org.assertj.core.groups.Tuple.tuple("CONTAINER", "0a1b2c"),
            org.assertj.core.groups.Tuple.tuple("FOR", "15"));
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getSecurityContext().getCapabilities().getAdd()).containsExactly("KILL");
    assertThat(faults(privileged).active())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.kind()).isEqualTo("HANG");
          assertThat(f.target()).isEqualTo(victim.getMetadata().getName());
        });
  }

  @Test
  void a_signal_that_nobody_sends_leaves_no_pod_behind() {
    String privileged = labelled("privileged");
    Pod victim = victim();
    assertThatThrownBy(
            () -> faults(privileged).inject(FaultKind.KILL, List.of(victim), Duration.ofSeconds(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has sent nothing after 60 s: phase Pending");
    assertThat(api.pods().inNamespace(privileged).list().getItems())
        .allSatisfy(p -> assertThat(p.getMetadata().getDeletionTimestamp()).isNotNull());
  }

  @Test
  void a_signal_was_sent_when_its_node_says_as_far_as_that_can_be() {
    Instant from = Instant.parse("2026-03-01T12:00:00Z");
    Instant to = from.plusSeconds(1);
    assertThat(FaultPods.sentAt("2026-03-01T12:00:00.4Z sent\n", from, to))
        .hasValue(from.plusMillis(400));
    assertThat(FaultPods.sentAt("2026-03-01T14:00:00+01:00 sent\n", from, to)).hasValue(to);
    assertThat(FaultPods.sentAt("2026-03-01T11:00:00Z sent\n", from, to)).hasValue(from);
    assertThat(FaultPods.sentAt("2026-03-01T12:00:00Z container: no process\n", from, to))
        .isEmpty();
  }

  @Test
  void the_guests_pod_is_the_jobs_and_is_found_and_removed_again() throws Exception {
    Deployment backend = cluster.deployment(NAME, 3, "registry.example.org/shop/backend:2.1");
    LoadManifests load = LoadManifests.read(LOAD);
    String image = load.image(backend);
    assertThat(image).isEqualTo("registry.example.org/shop/load:2.1");

    Pod pod = api.resource(load.pod(namespace, image, backend)).create();
    load.doors(namespace).forEach(door -> api.resource(door).create());

    assertThat(pod.getMetadata().getLabels()).containsEntry("app", "booking-load");
    assertThat(pod.getSpec().getContainers().getFirst().getArgs())
        .containsExactly("serve", "--control-port=" + LoadManifests.CONTROL_PORT);
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(ClusterTraffic.tidy(api, namespace))
        .containsExactly(
            "removed pod selfheal-drill-load",
            "removed NetworkPolicy booking-load",
            "removed NetworkPolicy from-booking-load");
    assertThat(api.network().v1().networkPolicies().inNamespace(namespace).list().getItems())
        .isEmpty();
  }

  @Test
  void an_image_by_digest_tells_nothing_of_the_guests_image() throws Exception {
    Deployment backend = cluster.deployment(NAME, 1, "backend@sha256:" + "0".repeat(64));
    LoadManifests load = LoadManifests.read(LOAD);
    assertThatThrownBy(() -> load.image(backend))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("--load-image: none (expected: one, as the backend's backend@sha256");
  }
}
