package com.trixtech.selfheal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.manifest.policy.Remediation;
import com.trixtech.selfheal.manifest.policy.Remedy;
import com.trixtech.selfheal.manifest.policy.Strength;
import com.trixtech.selfheal.manifest.semantics.ConfigHash;
import com.trixtech.selfheal.manifest.semantics.DestinationPolicy;
import com.trixtech.selfheal.manifest.semantics.EnvResolver;
import com.trixtech.selfheal.manifest.semantics.InstanceContext;
import com.trixtech.selfheal.manifest.semantics.MutableTag;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import com.trixtech.selfheal.manifest.semantics.ServiceEnvironment;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The repository's own manifests. */
class DeployTest {
  private static final Manifests DEPLOY = ManifestReader.read(Path.of("..", "deploy"));

  @Test
  void the_manifests_are_read_without_an_error_or_a_warning() {
    assertThat(DEPLOY.warnings()).isEmpty();
    assertThat(DEPLOY.workloads())
        .extracting(Workload::toString)
        .containsExactlyInAnyOrder(
            "Deployment trixtech-backend",
            "Deployment trixtech-frontend",
            "StatefulSet payment-gateway",
            "StatefulSet postgres");
    assertThat(DEPLOY.healPolicies()).hasSize(4);
  }

  @Test
  void A_08_no_object_is_in_the_default_namespace() {
    assertThat(DEPLOY.objects())
        .allSatisfy(o -> assertThat(Manifests.namespaceOf(o.value())).isEqualTo("trixtech"));
  }

  @Test
  void A_10_every_image_is_immutable() {
    assertThat(DEPLOY.workloads())
        .flatExtracting(w -> w.template().getSpec().getContainers())
        .allSatisfy(c -> assertThat(MutableTag.isMutable(c.getImage())).isFalse());
  }

  @Test
  void A_12_nothing_that_has_a_startup_probe_has_an_initial_delay() {
    for (Workload workload : DEPLOY.workloads()) {
      var container = workload.template().getSpec().getContainers().getFirst();
      assertThat(container.getStartupProbe()).isNotNull();
      assertThat(ProbeSpec.of(container.getLivenessProbe(), container).initialDelay()).isZero();
      assertThat(ProbeSpec.of(container.getReadinessProbe(), container).initialDelay()).isZero();
    }
  }

  @Test
  void A_15_what_has_replicas_is_spread_over_nodes() {
    assertThat(DEPLOY.deployments())
        .hasSize(2)
        .allSatisfy(d ->
            assertThat(d.value().getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                .as(d.value().getMetadata().getName())
                .isNotEmpty());
  }

  @Test
  void A_16_A_18_every_container_says_what_it_needs_and_may_do_nothing_else() {
    for (Workload workload : DEPLOY.workloads()) {
      var pod = workload.template().getSpec();
      assertThat(pod.getAutomountServiceAccountToken()).as("%s", workload).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).as("%s", workload).isTrue();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.getContainers())
          .allSatisfy(c -> {
            assertThat(c.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(c.getResources().getLimits()).containsKey("memory");
            assertThat(c.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(c.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
          });
    }
  }

  @Test
  void A_20_A_21_A_22_the_frontend_is_asked_for_itself_and_soon() {
    var container = frontend().getSpec().getTemplate().getSpec().getContainers().getFirst();
    var live = ProbeSpec.of(container.getLivenessProbe(), container);
    var ready = ProbeSpec.of(container.getReadinessProbe(), container);
    assertThat(live.handler().toString()).contains("/health/live");
    assertThat(ready.handler().toString()).contains("/api/health");
    assertThat(live.period().multipliedBy(live.failureThreshold()))
        .isLessThan(Duration.ofSeconds(10));
    assertThat(policy("trixtech-frontend").spec().dependsOn())
        .singleElement()
        .satisfies(d -> {
          assertThat(Objects.requireNonNull(d.targetRef()).name()).isEqualTo("trixtech-backend");
          assertThat(d.strength()).isEqualTo(Strength.Soft);
        });
  }

  @Test
  void A_23_a_percentage_that_rounds_up_never_lets_the_last_frontend_go() {
    assertThat(frontend().getSpec().getReplicas()).isEqualTo(2);
    assertThat(DEPLOY.podDisruptionBudgets())
        .filteredOn(b -> "trixtech-frontend".equals(b.value().getMetadata().getName()))
        .singleElement()
        .satisfies(
            b -> assertThat(b.value().getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1)));
  }

  private static Deployment frontend() {
    return DEPLOY.deployments().stream()
        .map(Sourced::value)
        .filter(d -> "trixtech-frontend".equals(d.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void A_30_the_database_has_a_password_and_the_backend_finds_it() {
    Map<String, String> services = new HashMap<>();
    DEPLOY.services().forEach(s -> services.putAll(ServiceEnvironment.of(s.value(), "127.9.9.9")));
    var backend =
        DEPLOY
            .deployments()
            .getFirst()
            .value()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();
    var env = new EnvResolver(DEPLOY.config("trixtech")).resolve(backend, instance(), services);
    assertThat(env)
        .containsEntry("DATABASE_URL", "jdbc:postgresql://127.9.9.9:5432/trixtech")
        .containsEntry("DATABASE_USER", "trixtech")
        .containsEntry("HOST", "127.1.0.1")
        .containsEntry("PORT", "3000")
        .containsEntry("POOL_SIZE", "10")
        .containsKey("DATABASE_PASSWORD")
        .doesNotContainKey("POSTGRES_SERVICE_HOST");
  }

  @Test
  void A_31_the_database_keeps_its_data_and_A_32_survives_its_recovery() {
    var set = named("postgres");
    var container = set.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(set.getSpec().getVolumeClaimTemplates()).hasSize(1);
    assertThat(container.getEnv())
        .anySatisfy(e -> assertThat(e.getValue()).isEqualTo("/var/lib/postgresql/data/pgdata"));
    var startup = ProbeSpec.of(container.getStartupProbe(), container);
    assertThat(startup.period().multipliedBy(startup.failureThreshold()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    assertThat(ProbeSpec.of(container.getLivenessProbe(), container).handler())
        .isEqualTo(new ProbeSpec.TcpSocket(null, 5432));
  }

  @Test
  void A_31_the_provider_keeps_its_books_and_nobody_can_switch_a_fault_on() {
    var set = named("payment-gateway");
    var container = set.getSpec().getTemplate().getSpec().getContainers().getFirst();
    String mount = container.getVolumeMounts().getFirst().getMountPath();
    assertThat(set.getSpec().getVolumeClaimTemplates()).hasSize(1);
    assertThat(container.getEnv())
        .anySatisfy(e -> {
          assertThat(e.getName()).isEqualTo("DATA_DIR");
          assertThat(e.getValue()).startsWith(mount + "/");
        })
        .noneSatisfy(e -> assertThat(e.getName()).isEqualTo("CONTROL_PORT"));
    assertThat(DEPLOY.destinationRules())
        .filteredOn(r -> "payment-gateway".equals(r.value().getMetadata().getName()))
        .singleElement()
        .satisfies(
            r -> assertThat(r.value().getSpec().getTrafficPolicy().getOutlierDetection()).isNull());
  }

  private static StatefulSet named(String name) {
    return DEPLOY.statefulSets().stream()
        .map(Sourced::value)
        .filter(s -> name.equals(s.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  private static HealPolicy policy(String name) {
    return DEPLOY.healPolicies().stream()
        .map(Sourced::value)
        .filter(p -> name.equals(p.metadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void A_50_only_failures_without_an_answer_eject() {
    DestinationPolicy policy = DestinationPolicy.of(DEPLOY.destinationRules().getFirst().value());
    assertThat(policy.consecutive5xxErrors()).isZero();
    assertThat(policy.consecutiveGatewayErrors()).isZero();
    assertThat(policy.splitExternalLocalOriginErrors()).isTrue();
    assertThat(policy.consecutiveLocalOriginFailures()).isEqualTo(3);
    assertThat(policy.baseEjectionTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.maxRequestsPerConnection()).isZero();
  }

  @Test
  void the_policies_say_what_they_were_meant_to_say() {
    var backend = policy("trixtech-backend");
    assertThat(backend.spec().mode()).isEqualTo(Mode.Enforce);
    assertThat(backend.spec().budget().cooldown()).isEqualTo(Duration.ofSeconds(2));
    assertThat(backend.spec().budget().backoff().max()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Objects.requireNonNull(backend.spec().dependsOn().getFirst().targetRef()).name())
        .isEqualTo("postgres");
    assertThat(policy("postgres").spec().remediations())
        .extracting(Remediation::action)
        .containsExactly(Remedy.AwaitPlatform, Remedy.Escalate);
  }

  @Test
  void fields_without_meaning_on_one_machine_are_named_with_their_lines() {
    assertThat(Unhonoured.in(DEPLOY))
        .extracting(Unhonoured::field)
        .contains(
            "spec.template.spec.topologySpreadConstraints",
            "spec.template.spec.securityContext",
            "spec.template.spec.containers[0].resources.requests",
            "spec.volumeClaimTemplates[0].spec.accessModes")
        .doesNotContain("spec.template.spec.containers[0].resources.limits.memory");
    assertThat(Unhonoured.in(DEPLOY)).allSatisfy(u -> assertThat(u.line()).isPositive());
  }

  @Test
  void each_field_without_meaning_is_said_once_with_all_its_places() {
    assertThat(Unhonoured.lines(DEPLOY))
        .doesNotHaveDuplicates()
        .filteredOn(line -> line.startsWith("resources.requests has no effect here. "))
        .singleElement()
        .asString()
        .matches(".*backend\\.yaml:\\d+, .*frontend\\.yaml:\\d+.*postgres\\.yaml:\\d+");
    assertThat(Unhonoured.lines(DEPLOY)).noneMatch(line -> line.contains("spec.template"));
  }

  @Test
  void hooks_that_the_local_runtime_runs_are_not_called_meaningless() {
    var hooks =
        ManifestReader.parse(
            "web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                    - name: runs
                      image: web:1
                      lifecycle:
                        preStop:
                          sleep: {seconds: 2}
                    - name: runs-too
                      image: web:1
                      lifecycle:
                        preStop:
                          exec: {command: [./drain]}
                    - name: runs-not
                      image: web:1
                      lifecycle:
                        postStart:
                          exec: {command: [./warm]}
                        preStop:
                          httpGet: {path: /drain, port: 80}
            """);
    assertThat(Unhonoured.in(hooks))
        .extracting(Unhonoured::field)
        .containsExactly(
            "spec.template.spec.containers[2].lifecycle.postStart",
            "spec.template.spec.containers[2].lifecycle.preStop.httpGet");
  }

  @Test
  void the_configuration_has_a_hash_that_changes_with_it() {
    var template = DEPLOY.workloads().getFirst().template();
    String now = ConfigHash.of(template, DEPLOY.config("trixtech"));
    assertThat(ConfigHash.of(template, DEPLOY.config("trixtech"))).isEqualTo(now);
    assertThat(ConfigHash.of(template, DEPLOY.config("elsewhere"))).isNotEqualTo(now);
  }

  private static InstanceContext instance() {
    return new InstanceContext(
        "trixtech-backend-1",
        "trixtech",
        "u-1",
        "127.1.0.1",
        "127.0.0.1",
        "local",
        "default",
        Map.of(),
        Map.of());
  }
}
