package com.trixtech.selfheal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.trixtech.selfheal.manifest.policy.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake is named with its file, line, value and what was expected. */
class RefusalTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        replicas: 3
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web, free.form/key: anything}
          spec:
            containers:
              - name: web
                image: web:1
                ports:
                  - {name: http, containerPort: 80}
      """;
  private static final String POLICY =
      """
      apiVersion: selfheal.trixtech.com/v1alpha1
      kind: HealPolicy
      metadata: {name: web}
      spec:
        targetRef: {kind: Deployment, name: web}
      """;

  @Test
  void a_sound_deployment_is_read() {
    assertThat(
            ManifestReader.parse("web.yaml", DEPLOYMENT)
                .deployments()
                .getFirst()
                .lineOf("spec.replicas"))
        .isEqualTo(6);
  }

  @Test
  void a_value_out_of_range_is_named_as_the_house_names_it() {
    assertThat(problems(DEPLOYMENT.replace("replicas: 3", "replicas: -1")))
        .containsExactly("replicas: -1 (expected: >= 0) in web.yaml:6");
  }

  @Test
  void an_unknown_key_is_refused_at_every_depth_with_the_nearest_known_one() {
    assertThat(problems(DEPLOYMENT.replace("replicas: 3", "replica: 3")))
        .containsExactly("replica: unknown key (expected: replicas) in web.yaml:6");
    assertThat(problems(DEPLOYMENT.replace("containerPort: 80", "containerport: 80")))
        .contains("containerport: unknown key (expected: containerPort) in web.yaml:17");
    assertThat(problems(POLICY + "  bugdet: {}\n"))
        .contains("bugdet: unknown key (expected: budget) in web.yaml:6");
  }

  @Test
  void one_of_istios_load_balancer_choices_is_known_and_a_misspelt_one_is_not() {
    String rule =
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: web}
        spec:
          host: web
          trafficPolicy:
            loadBalancer: {simple: LEAST_REQUEST}
            outlierDetection: {interval: 1s}
        """;
    assertThat(ManifestReader.parse("rule.yaml", rule).destinationRules()).hasSize(1);
    assertThat(problems(rule.replace("simple", "simpel")))
        .containsExactly("simpel: unknown key (expected: simple) in web.yaml:7");
    assertThat(problems(rule.replace("interval: 1s", "interval: soon")))
        .containsExactly(
            "interval: soon (expected: a duration such as 300ms, 10s, 1m30s or 2h) in web.yaml:8");
  }

  @Test
  void a_wrong_type_is_refused_even_where_jackson_would_convert_it() {
    assertThat(problems(DEPLOYMENT.replace("replicas: 3", "replicas: \"3\"")))
        .containsExactly("replicas: \"3\" (expected: a whole number) in web.yaml:6");
    assertThat(problems(DEPLOYMENT.replace("image: web:1", "image: [web]")))
        .anySatisfy(p -> assertThat(p).contains("image: a list of 1 (expected: a string)"));
    String env = DEPLOYMENT + "          env: [{name: PORT, value: 3000}]\n";
    assertThat(problems(env))
        .containsExactly(
            "value: 3000 (expected: a string; write \"3000\" in quotes) in web.yaml:18");
    assertThat(problems(env.replace("3000", "yes")))
        .containsExactly("value: yes (expected: a string; write \"yes\" in quotes) in web.yaml:18");
  }

  @Test
  void duplicate_keys_tabs_and_broken_syntax_are_named_with_their_line() {
    assertThat(problems(DEPLOYMENT.replace("  replicas: 3", "  replicas: 3\n  replicas: 2")))
        .containsExactly(
            "replicas: duplicate key (expected: each key once; first in line 6) in web.yaml:7");
    assertThat(problems("kind: Service\n\tmetadata: x\n"))
        .singleElement()
        .asString()
        .contains("expected: spaces for indentation")
        .endsWith("web.yaml:2");
    assertThat(problems("a: [1, 2\nb: 3\n"))
        .singleElement()
        .asString()
        .startsWith("YAML: ")
        .endsWith("web.yaml:2");
  }

  @Test
  void an_unknown_kind_or_version_names_what_is_supported() {
    assertThat(problems("apiVersion: batch/v1\nkind: CronJob\n"))
        .singleElement()
        .asString()
        .contains("kind: CronJob (expected: one of ConfigMap (v1), Deployment");
    assertThat(problems(DEPLOYMENT.replace("kind: Deployment", "kind: Deploymnt")))
        .singleElement()
        .asString()
        .contains("(expected: Deployment; one of");
    assertThat(problems(DEPLOYMENT.replace("apps/v1", "apps/v1beta1")))
        .containsExactly(
            "apiVersion: apps/v1beta1 (expected: apps/v1 for Deployment) in web.yaml:1");
  }

  @Test
  void a_syntax_error_does_not_make_other_objects_dangle() {
    assertThat(problems(POLICY + "---\nkind: [\n")).singleElement().asString().startsWith("YAML: ");
  }

  @Test
  void a_missing_and_an_empty_directory_are_clear_errors(@TempDir Path directory)
      throws IOException {
    assertThat(problemsOf(directory.resolve("none")))
        .singleElement()
        .asString()
        .startsWith("manifests: missing (expected: a directory");
    assertThat(problemsOf(directory)).singleElement().asString().startsWith("manifests: no *.yaml");
    Files.createDirectories(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/web.yml"), DEPLOYMENT);
    assertThat(ManifestReader.read(directory).deployments()).hasSize(1);
  }

  @Test
  void a_kustomization_beside_the_manifests_is_none_of_them(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("kustomization.yaml"), "kind: Kustomization");
    Files.writeString(
        directory.resolve("settings.yaml"),
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}");

    assertThat(ManifestReader.read(directory).configMaps()).hasSize(1);
  }

  @Test
  void all_problems_of_all_documents_come_together() {
    String two =
        DEPLOYMENT.replace("replicas: 3", "replicas: -1")
            + "---\n"
            + DEPLOYMENT
                .replace("image: web:1", "imge: web:1")
                .replace("name: web\n", "name: other\n");
    assertThat(problems(two)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void grpc_probes_and_unknown_port_names_are_refused_by_name() {
    String probe =
        DEPLOYMENT
            + "          readinessProbe: {grpc: {port: 80}}\n          livenessProbe: {tcpSocket: {port: htpt}}\n";
    assertThat(problems(probe))
        .anySatisfy(p -> assertThat(p).startsWith("readinessProbe.grpc: not supported"))
        .anySatisfy(p ->
            assertThat(p)
                .startsWith(
                    "livenessProbe.port: htpt (expected: a number or the name of a port of container web"));
  }

  @Test
  void references_to_what_does_not_exist_are_refused_and_optional_ones_are_not() {
    String env =
        DEPLOYMENT
            + "          env: [{name: A, valueFrom: {configMapKeyRef: {name: settngs, key: a}}}]\n";
    String settings =
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {b: x}\n";
    assertThat(problems(env + settings))
        .containsExactly(
            "ConfigMap settngs: does not exist in namespace default (expected: settings) in web.yaml:18");
    assertThat(problems(env.replace("settngs", "settings") + settings))
        .containsExactly("key: a of ConfigMap settings (expected: b) in web.yaml:18");
    assertThat(
            ManifestReader.parse("web.yaml", env.replace("key: a", "key: a, optional: true"))
                .warnings())
        .isEmpty();
    String volume = DEPLOYMENT + "      volumes: [{name: v, secret: {secretName: keys}}]\n";
    assertThat(problems(volume))
        .singleElement()
        .asString()
        .startsWith("Secret keys: does not exist");
  }

  @Test
  void a_per_try_timeout_that_is_no_duration_is_refused_at_its_line() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations:
            selfheal.trixtech.com/per-try-timeout: "0s"
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """;
    assertThat(problems(service))
        .contains("selfheal.trixtech.com/per-try-timeout: 0s (expected: >= 1ms) in web.yaml:6");
    assertThat(problems(service.replace("0s", "soon")))
        .anyMatch(p -> p.startsWith("selfheal.trixtech.com/per-try-timeout: soon (expected:"));
  }

  @Test
  void a_promise_of_idempotence_that_is_neither_yes_nor_no_is_refused_at_its_line() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations:
            selfheal.trixtech.com/idempotent: "yes"
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """;
    assertThat(problems(service))
        .contains(
            "selfheal.trixtech.com/idempotent: yes (expected: \"true\" or \"false\") in web.yaml:6");
  }

  @Test
  void a_service_that_selects_nothing_is_a_warning_only() {
    String service =
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: wbe}, ports: [{port: 80}]}\n";
    assertThat(ManifestReader.parse("web.yaml", DEPLOYMENT + service).warnings())
        .singleElement()
        .satisfies(p -> assertThat(p.severity()).isEqualTo(Problem.Severity.WARNING));
    assertThat(problems(DEPLOYMENT + service.replace("selector: {app: wbe}", "selector: {}")))
        .singleElement()
        .asString()
        .startsWith("selector: empty");
    assertThat(
            problems(
                DEPLOYMENT
                    + service
                        .replace("[{port: 80}]", "[{name: a, port: 80}, {name: b, port: 80}]")
                        .replace("wbe", "web")))
        .singleElement()
        .asString()
        .startsWith("port: 80 (expected: each port once)");
  }

  @Test
  void policies_on_one_target_on_none_and_never_able_to_act_are_refused() {
    String other = "---\n" + POLICY.replace("metadata: {name: web}", "metadata: {name: second}");
    assertThat(problems(DEPLOYMENT + "---\n" + POLICY + other))
        .singleElement()
        .asString()
        .contains("expected: one HealPolicy for each target");
    assertThat(
            problems(
                DEPLOYMENT
                    + "---\n"
                    + POLICY
                        .replace("name: web}\n", "name: wob}\n")
                        .replace("metadata: {name: wob}", "metadata: {name: web}")))
        .singleElement()
        .asString()
        .contains(
            "targetRef: Deployment wob does not exist in namespace default (expected: Deployment web)");
    assertThat(problems(DEPLOYMENT + "---\n" + POLICY + "  budget: {minHealthy: 67%}\n"))
        .singleElement()
        .asString()
        .startsWith("minHealthy: 67%");
  }

  @Test
  void a_policy_of_defaults_observes_only() {
    HealPolicy policy =
        ManifestReader.parse("web.yaml", DEPLOYMENT + "---\n" + POLICY)
            .healPolicies()
            .getFirst()
            .value();
    assertThat(policy.spec().mode()).isEqualTo(Mode.Observe);
    assertThat(policy.spec().budget().window()).isEqualTo(Duration.ofMinutes(30));
    assertThat(policy.spec().unhealthyConditions()).hasSize(1);
    assertThat(policy.spec().serviceLevel().maxLatencyP99()).isNull();
    assertThat(policy.spec().budget().stormThreshold().ratio()).isEqualTo(0.51);
  }

  @Test
  void a_window_that_no_runtime_remembers_and_a_latency_of_nothing_are_refused() {
    assertThat(
            problems(
                DEPLOYMENT
                    + "---\n"
                    + POLICY
                    + "  serviceLevel: {window: 11m, maxLatencyP99: 0s}\n"))
        .anySatisfy(p -> assertThat(p).startsWith("window: 11m (expected: at most 10m)"))
        .anySatisfy(p -> assertThat(p).startsWith("maxLatencyP99: 0s (expected: > 0s)"))
        .hasSize(2);
  }

  @Test
  void policy_values_are_checked_one_by_one() {
    String spec =
        """
          mode: enforce
          freshness: 5
          serviceLevel: {maxErrorRatio: 101%}
          budget: {maxActions: 0, backoff: {jitter: 2}}
          remediations:
            - {order: 1, action: Restrat}
          maintenance:
            - {kind: Deny, schedule: "0 2 * *", duration: 2h, timeZone: Mars/Base}
          escalation: {notify: [{kind: webhook}]}
        """;
    assertThat(
            problems(
                DEPLOYMENT
                    + "---\n"
                    + POLICY
                    + spec.replace("notify: [{kind: webhook}]", "notify: [{kind: mail}]")))
        .anySatisfy(p -> assertThat(p).startsWith("mode: enforce (expected: Enforce; one of"))
        .anySatisfy(p -> assertThat(p).startsWith("freshness: 5 (expected: a duration"))
        .anySatisfy(p -> assertThat(p).contains("101.0% (expected: 0% to 100%)"))
        .anySatisfy(p -> assertThat(p).startsWith("maxActions: 0 (expected: >= 1)"))
        .anySatisfy(p -> assertThat(p).startsWith("jitter: 2 (expected: 0 to 1)"))
        .anySatisfy(p -> assertThat(p).startsWith("action: Restrat (expected: Restart; one of"))
        .anySatisfy(p -> assertThat(p).startsWith("schedule: 0 2 * * (expected: five cron fields"))
        .anySatisfy(p -> assertThat(p).startsWith("timeZone: Mars/Base (expected: a time zone"))
        .anySatisfy(p -> assertThat(p).startsWith("kind: mail (expected: "));
    assertThat(
            problems(DEPLOYMENT + "---\n" + POLICY + "  escalation: {notify: [{kind: webhook}]}\n"))
        .singleElement()
        .asString()
        .startsWith("url: null (expected: an http or https address");
  }

  @Test
  void a_maintenance_window_is_open_from_its_start_to_its_end() {
    String window =
        "  maintenance: [{kind: Deny, schedule: \"0 2 * * SUN\", duration: 2h, timeZone: Europe/Berlin}]\n";
    var maintenance =
        ManifestReader.parse("web.yaml", DEPLOYMENT + "---\n" + POLICY + window)
            .healPolicies()
            .getFirst()
            .value()
            .spec()
            .maintenance()
            .getFirst();
    assertThat(maintenance.isOpenAt(Instant.parse("2026-11-22T01:00:00Z"))).isTrue();
    assertThat(maintenance.isOpenAt(Instant.parse("2026-11-22T02:59:59Z"))).isTrue();
    assertThat(maintenance.isOpenAt(Instant.parse("2026-11-22T03:00:00Z"))).isFalse();
    assertThat(maintenance.isOpenAt(Instant.parse("2026-11-22T00:59:59Z"))).isFalse();
  }

  @Test
  void the_guides_own_fragments_are_refused_for_their_own_reasons() {
    Path guide = Path.of(Objects.requireNonNull(RefusalTest.class.getResource("/guide")).getPath());
    List<String> found = problemsOf(guide);
    assertThat(found)
        .as("A-66: a Deployment without selector, labels and image")
        .anySatisfy(p ->
            assertThat(p)
                .contains("spec.selector: missing or empty")
                .contains("restart-policy.yaml"))
        .anySatisfy(p ->
            assertThat(p).contains("containers[0].image: missing").contains("restart-policy.yaml"))
        .as("A-66: the same name as the full Deployment")
        .anySatisfy(p -> assertThat(p).contains("Deployment trixtech-backend: duplicate"))
        .as("A-41: one budget over two StatefulSets")
        .anySatisfy(p ->
            assertThat(p)
                .contains(
                    "PodDisruptionBudget postgres-pdb: guards [StatefulSet postgres, StatefulSet postgres-cluster]"))
        .as("A-88: one selector over another's pods")
        .anySatisfy(p ->
            assertThat(p)
                .contains(
                    "selector of StatefulSet postgres: also chooses the pods of StatefulSet postgres-cluster"))
        .as("A-90: remedies as Jobs are not read at all")
        .anySatisfy(p -> assertThat(p).contains("kind: CronJob (expected: one of"));
  }

  @Test
  void A_07_and_A_35_services_that_nobody_declared_are_named() {
    String backend =
        "apiVersion: networking.istio.io/v1beta1\nkind: DestinationRule\nmetadata: {name: cb}\nspec: {host: trixtech-backend.default.svc.cluster.local}\n";
    String postgres =
        DEPLOYMENT
            .replace("kind: Deployment", "kind: StatefulSet")
            .replace("replicas: 3", "serviceName: postgres");
    assertThat(ManifestReader.parse("guide.yaml", backend + "---\n" + postgres).warnings())
        .extracting(Problem::message)
        .anySatisfy(m -> assertThat(m).startsWith("host: trixtech-backend.default.svc"))
        .anySatisfy(m -> assertThat(m).startsWith("serviceName: Service postgres does not exist"));
  }

  @Test
  void a_secret_that_is_not_base64_is_refused_without_showing_it() {
    String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: k}\ndata: {p: hunter2!}\n";
    assertThat(problems(secret))
        .singleElement()
        .asString()
        .startsWith("data.p: not base64")
        .doesNotContain("hunter2");
    assertThat(problems(secret.replace("hunter2!", "12345")))
        .containsExactly("p: not a string (expected: a string; write it in quotes) in web.yaml:4");
  }

  @Test
  void an_alias_to_its_own_parent_is_refused() {
    assertThat(
            problems("apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, annotations: *m}\n"))
        .anySatisfy(p -> assertThat(p).contains("an alias to its own parent"));
  }

  @Test
  void no_mutilated_line_of_our_own_manifests_makes_the_reader_fail_in_another_way()
      throws IOException {
    for (String file : List.of("backend.yaml", "postgres.yaml")) {
      List<String> lines = Files.readAllLines(Path.of("..", "deploy", file));
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int colon = line.indexOf(": ");
        String key = colon < 0 ? line.stripTrailing() : line.substring(0, colon + 1);
        for (String value :
            List.of("", " ~", " [x, 1]", " {a: b}", " -1", " 99999999999", " [~]")) {
          List<String> changed = new ArrayList<>(lines);
          changed.set(i, value.isEmpty() ? "" : key + value);
          try {
            var _ = Unhonoured.in(ManifestReader.parse(file, String.join("\n", changed)));
          } catch (ManifestException expected) {
            assertThat(expected.problems()).isNotEmpty();
          }
        }
      }
    }
  }

  // Errors only: these fragments stand alone, so a warning about a Service that is not there says
  // nothing.
  private static List<String> problems(String yaml) {
    return catchThrowableOfType(
            ManifestException.class, () -> ManifestReader.parse("web.yaml", yaml))
        .problems()
        .stream()
        .filter(p -> p.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .toList();
  }

  private static List<String> problemsOf(Path directory) {
    return catchThrowableOfType(ManifestException.class, () -> ManifestReader.read(directory))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
