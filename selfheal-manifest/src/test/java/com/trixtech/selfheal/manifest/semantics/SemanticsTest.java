package com.trixtech.selfheal.manifest.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.manifest.policy.Budget;
import com.trixtech.selfheal.manifest.policy.Budget.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes and Istio values mean. */
class SemanticsTest {
  private static final ConfigSource CONFIG =
      new ConfigSource() {
        @Override
        public Optional<ConfigMap> configMap(String name) {
          return name.equals("settings")
              ? Optional.of(
                  new ConfigMapBuilder().addToData("A", "map").addToData("RAW", "$(A)").build())
              : Optional.empty();
        }

        @Override
        public Optional<Secret> secret(String name) {
          return name.equals("keys")
              ? Optional.of(
                  new SecretBuilder()
                      .addToData("K", "aGVsbG8=")
                      .addToStringData("S", "plain")
                      .build())
              : Optional.empty();
        }
      };

  @ParameterizedTest
  @CsvSource({
    "300ms,PT0.3S",
    "1m30s,PT1M30S",
    "2h,PT2H",
    "1.5h,PT1H30M",
    "0,PT0S",
    "-10s,PT-10S",
    ".5s,PT0.5S",
    "1us,PT0.000001S"
  })
  void durations_are_read_as_in_go(String text, String expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(Duration.parse(expected));
    assertThat(GoDuration.parse(GoDuration.format(GoDuration.parse(text))))
        .isEqualTo(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "10 s", "s", "1d", "1m30", "--1s", "999999999h", "1s "})
  void what_is_no_duration_in_go_is_none_here(String text) {
    assertThatThrownBy(() -> GoDuration.parse(text)).hasMessageContaining("(expected: ");
  }

  @Test
  void istio_refuses_durations_under_a_millisecond() {
    assertThat(IstioDuration.parse("1ms")).isEqualTo(Duration.ofMillis(1));
    assertThatThrownBy(() -> IstioDuration.parse("0s")).hasMessage("0s (expected: >= 1ms)");
  }

  @ParameterizedTest
  @CsvSource({"34%,3,2,1", "50%,3,2,1", "100%,3,3,3", "0%,3,0,0", "2,3,2,2", "40%,2,1,0"})
  void percentages_round_as_the_caller_says(String text, int total, int up, int down) {
    assertThat(IntOrPercent.parse(text).roundUp(total)).isEqualTo(up);
    assertThat(IntOrPercent.parse(text).roundDown(total)).isEqualTo(down);
  }

  @Test
  void a_budget_rounds_towards_fewer_acts_but_a_small_pool_can_still_be_healed() {
    assertThat(budget("25%", "67%").unavailableOf(3)).isEqualTo(1);
    assertThat(budget("10%", "67%").unavailableOf(5)).isZero();
    assertThat(budget("30%", "67%").unavailableOf(10)).isEqualTo(3);
    assertThat(budget("0%", "67%").unavailableOf(3)).isZero();
    assertThat(budget("1", "50%").healthyOf(3)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "$(A),1",
    "x$(A)y,x1y",
    "$$(A),$(A)",
    "$$$(A),$1",
    "$(NO),$(NO)",
    "$(A,$(A",
    "$A,$A",
    "$,$",
    "a$,a$",
    "$$,$",
    "$(),$()",
    "$($(A)),$($(A))",
    "$(B),$(A)"
  })
  void references_expand_exactly_as_in_kubernetes(String text, String expected) {
    assertThat(Expansion.expand(text, Map.of("A", "1", "B", "$(A)"))).isEqualTo(expected);
  }

  @Test
  void the_environment_follows_the_kubelets_order() {
    Container container =
        new ContainerBuilder()
            .addNewEnvFrom()
            .withNewConfigMapRef("settings", false)
            .endEnvFrom()
            .addNewEnvFrom()
            .withPrefix("P_")
            .withNewSecretRef("keys", false)
            .endEnvFrom()
            .addNewEnvFrom()
            .withNewSecretRef("absent", true)
            .endEnvFrom()
            .addNewEnv()
            .withName("LATER")
            .withValue("$(EARLIER)")
            .endEnv()
            .addNewEnv()
            .withName("EARLIER")
            .withValue("e")
            .endEnv()
            .addNewEnv()
            .withName("A")
            .withValue("$(A)-over")
            .endEnv()
            .addNewEnv()
            .withName("HOST")
            .withValue("$(DB_SERVICE_HOST)")
            .endEnv()
            .addNewEnv()
            .withName("DB_SERVICE_PORT")
            .withValue("own")
            .endEnv()
            .addNewEnv()
            .withName("IP")
            .withNewValueFrom()
            .withNewFieldRef("v1", "status.podIP")
            .endValueFrom()
            .endEnv()
            .addNewEnv()
            .withName("LABEL")
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.labels['app']")
            .endValueFrom()
            .endEnv()
            .addNewEnv()
            .withName("SECRET")
            .withNewValueFrom()
            .withNewSecretKeyRef("K", "keys", false)
            .endValueFrom()
            .endEnv()
            .addNewEnv()
            .withName("GONE")
            .withNewValueFrom()
            .withNewConfigMapKeyRef("x", "settings", true)
            .endValueFrom()
            .endEnv()
            .build();
    var env =
        new EnvResolver(CONFIG)
            .resolve(
                container, instance(), Map.of("DB_SERVICE_HOST", "db", "DB_SERVICE_PORT", "1"));
    assertThat(env)
        .containsEntry("LATER", "$(EARLIER)")
        .containsEntry("A", "map-over")
        .containsEntry("RAW", "$(A)")
        .containsEntry("P_K", "hello")
        .containsEntry("P_S", "plain")
        .containsEntry("HOST", "db")
        .containsEntry("DB_SERVICE_PORT", "own")
        .containsEntry("DB_SERVICE_HOST", "db")
        .containsEntry("IP", "127.1.0.1")
        .containsEntry("LABEL", "web")
        .containsEntry("SECRET", "hello")
        .doesNotContainKey("GONE");
  }

  @Test
  void a_required_reference_that_is_missing_is_refused() {
    Container container =
        new ContainerBuilder()
            .addNewEnv()
            .withName("X")
            .withNewValueFrom()
            .withNewSecretKeyRef("no", "keys", null)
            .endValueFrom()
            .endEnv()
            .build();
    assertThatThrownBy(() -> new EnvResolver(CONFIG).resolve(container, instance(), Map.of()))
        .hasMessageStartingWith("key no of Secret keys: missing");
  }

  @Test
  void services_inject_their_variables_but_headless_ones_do_not() {
    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("my-db")
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withName("sql-port")
            .withPort(5432)
            .endPort()
            .endSpec()
            .build();
    assertThat(ServiceEnvironment.of(service, "127.2.0.1"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "MY_DB_SERVICE_HOST", "127.2.0.1",
                "MY_DB_SERVICE_PORT", "5432",
                "MY_DB_SERVICE_PORT_SQL_PORT", "5432",
                "MY_DB_PORT", "tcp://127.2.0.1:5432",
                "MY_DB_PORT_5432_TCP", "tcp://127.2.0.1:5432",
                "MY_DB_PORT_5432_TCP_PROTO", "tcp",
                "MY_DB_PORT_5432_TCP_PORT", "5432",
                "MY_DB_PORT_5432_TCP_ADDR", "127.2.0.1"));
    service.getSpec().setClusterIP("None");
    assertThat(ServiceEnvironment.of(service, "127.2.0.1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres,true",
    "postgres:latest,true",
    "host:5000/app,true",
    "app:main,true",
    "app:1.0-SNAPSHOT,true",
    "trixtech/backend:1.0.0,false",
    "host:5000/app:2,false",
    "app:latest@sha256:abc,false"
  })
  void A_10_moving_tags_are_known(String image, boolean mutable) {
    assertThat(MutableTag.isMutable(image)).isEqualTo(mutable);
  }

  @Test
  void probes_get_kubernetes_defaults_and_their_named_port() {
    Container container =
        new ContainerBuilder()
            .withName("web")
            .addNewPort()
            .withName("http")
            .withContainerPort(80)
            .endPort()
            .build();
    var probe = new ProbeBuilder().withNewHttpGet().withNewPort("http").endHttpGet().build();
    ProbeSpec spec = ProbeSpec.of(probe, container);
    assertThat(spec.handler())
        .isInstanceOfSatisfying(
            ProbeSpec.HttpGet.class,
            http -> {
              assertThat(http.port()).isEqualTo(80);
              assertThat(http.path()).isEqualTo("/");
              assertThat(http.scheme()).isEqualTo("HTTP");
            });
    assertThat(spec.period()).isEqualTo(Duration.ofSeconds(10));
    assertThat(spec.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(spec.failureThreshold()).isEqualTo(3);
    assertThat(spec.successThreshold()).isEqualTo(1);
    assertThat(spec.initialDelay()).isZero();
  }

  @Test
  void a_rule_without_outlier_detection_ejects_nobody() {
    assertThat(DestinationPolicy.defaults().ejects()).isFalse();
    assertThat(DestinationPolicy.defaults().maxConnections())
        .isEqualTo(DestinationPolicy.UNLIMITED);
  }

  @Test
  void a_template_hash_changes_with_the_image_and_not_with_the_order_of_labels() {
    var one =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .addToLabels("a", "1")
            .addToLabels("b", "2")
            .endMetadata()
            .build();
    var two =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .addToLabels("b", "2")
            .addToLabels("a", "1")
            .endMetadata()
            .build();
    assertThat(TemplateHash.of(one)).isEqualTo(TemplateHash.of(two)).hasSize(16);
    var changed =
        new PodTemplateSpecBuilder(one)
            .withNewSpec()
            .addNewContainer()
            .withImage("x:1")
            .endContainer()
            .endSpec()
            .build();
    var again =
        new PodTemplateSpecBuilder(one)
            .withNewSpec()
            .addNewContainer()
            .withImage("x:2")
            .endContainer()
            .endSpec()
            .build();
    assertThat(TemplateHash.of(changed)).isNotEqualTo(TemplateHash.of(again));
  }

  private static Budget budget(String maxUnavailable, String minHealthy) {
    Duration any = Duration.ofSeconds(1);
    Backoff backoff = new Backoff(any, 2, any, 0);
    return new Budget(
        IntOrPercent.parse(maxUnavailable),
        IntOrPercent.parse(minHealthy),
        1,
        3,
        any,
        any,
        backoff,
        Percent.parse("51%"),
        any,
        true,
        false);
  }

  private static InstanceContext instance() {
    return new InstanceContext(
        "web-1",
        "default",
        "u-1",
        "127.1.0.1",
        "127.0.0.1",
        "local",
        "default",
        Map.of("app", "web"),
        Map.of());
  }
}
