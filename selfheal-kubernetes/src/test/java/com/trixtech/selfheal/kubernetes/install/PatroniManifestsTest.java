package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Patroni StatefulSet has all that the guide's lacks. */
class PatroniManifestsTest {
  @Test
  void patroniFindsItsMembersAndBootstrapsA80A81A83() {
    StatefulSet set = postgres();
    var labels = set.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels)
        .containsEntry(env(set, "PATRONI_KUBERNETES_SCOPE_LABEL"), env(set, "PATRONI_SCOPE"))
        .containsEntry("app", "postgres");
    assertThat(env(set, "PATRONI_KUBERNETES_LABELS")).isEqualTo("{app: postgres}");
    assertThat(env(set, "PATRONI_KUBERNETES_USE_ENDPOINTS")).isEqualTo("true");
    assertThat(set.getSpec().getVolumeClaimTemplates()).hasSize(1);
    // Endpoints without a selector are Patroni's to write; both Services exist, or they are tidied
    // away.
    for (String service :
        List.of(env(set, "PATRONI_SCOPE"), env(set, "PATRONI_SCOPE") + "-config")) {
      assertThat(of(Service.class, DeployFiles.cluster()))
          .filteredOn(s -> s.getMetadata().getName().equals(service))
          .singleElement()
          .satisfies(s -> assertThat(s.getSpec().getSelector()).isEmpty());
    }
    assertThat(settings().at("/bootstrap/initdb")).isNotEmpty();
  }

  @Test
  void patroniIsAskedForItsOwnHeartbeatAndNeverForPostgresA32A85A86() {
    Container container = postgres().getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/liveness");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/liveness");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readiness");
    int ttl = settings().at("/bootstrap/dcs/ttl").asInt();
    assertThat(
            container.getLivenessProbe().getPeriodSeconds()
                * container.getLivenessProbe().getFailureThreshold())
        .isGreaterThan(ttl);
  }

  @Test
  void whatIsAcknowledgedIsOnTwoMembersAndTheTimesAreLegalA87() {
    JsonNode dcs = settings().at("/bootstrap/dcs");
    assertThat(dcs.path("synchronous_mode").asBoolean()).isTrue();
    assertThat(dcs.path("synchronous_mode_strict").asBoolean()).isTrue();
    assertThat(dcs.path("failsafe_mode").asBoolean()).isTrue();
    assertThat(dcs.path("ttl").asInt()).isGreaterThanOrEqualTo(20);
    assertThat(dcs.path("loop_wait").asInt() + 2 * dcs.path("retry_timeout").asInt())
        .isLessThanOrEqualTo(dcs.path("ttl").asInt());
    assertThat(settings().at("/postgresql/pg_hba"))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line.asText()).doesNotContain("trust", "md5", "all all all"));
  }

  @Test
  void aMemberThatClonesDoesNotWaitForTheNextCheckpoint() {
    assertThat(settings().at("/postgresql/basebackup/0/checkpoint").asText()).isEqualTo("fast");
  }

  private static StatefulSet postgres() {
    return of(StatefulSet.class, DeployFiles.cluster())
        .filter(s -> s.getMetadata().getName().equals("postgres"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode settings() {
    return of(ConfigMap.class, DeployFiles.cluster())
        .filter(c -> c.getMetadata().getName().equals("postgres"))
        .map(c -> Yaml.value(c.getData().getOrDefault("patroni.yml", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String env(StatefulSet set, String name) {
    return set.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static <T> Stream<T> of(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast);
  }
}
