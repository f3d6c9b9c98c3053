package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.operator.Approvals;
import com.trixtech.selfheal.manifest.policy.Mode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's manifests: one source, whoever reads it, and no right too many. */
class OperatorManifestsTest {
  private static final Path OPERATOR = Path.of("..", "deploy", "operator");
  private static final Set<String> LOOKING = Set.of("get", "list", "watch");

  private static final String COMMAND =
      "mvn -q -pl selfheal-kubernetes -am test -Dtest=OperatorManifestsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dselfheal.docs=write";

  @Test
  void theCommittedChartIsCurrent() throws IOException {
    Path chart = OPERATOR.resolve("chart");
    for (var file : Chart.files().entrySet()) {
      Path path = chart.resolve(file.getKey());
      if ("write".equals(System.getProperty("selfheal.docs"))) {
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
      assertThat(path)
          .as("%s (expected: as generated; run: %s)", path, COMMAND)
          .exists()
          .content()
          .isEqualTo(file.getValue());
    }
    try (Stream<Path> committed = Files.walk(chart)) {
      assertThat(committed.filter(Files::isRegularFile).map(chart::relativize).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(Chart.files().keySet());
    }
  }

  @ParameterizedTest
  @CsvSource({"trixtech, Observe", "trixtech, Enforce", "shop, Observe", "shop, Enforce"})
  void theChartMakesTheSameObjectsAsTheCommand(String namespace, Mode mode) {
    Map<String, String> files = Chart.files();
    Map<String, String> values =
        Map.of(
            "Release.Namespace", namespace,
            "Values.mode", mode.name(),
            "Values.image", "trixtech/selfheal-operator:0.1.0",
            "Values.replicas", "2",
            "Values.remedies.replace", "true",
            "Values.remedies.rollOut", "true");
    List<ObjectNode> made = new ArrayList<>();
    files.forEach((path, text) -> {
      if (path.startsWith("crds/")) {
        made.addAll(Yaml.documents(text));
      } else if (path.startsWith("templates/")) {
        made.addAll(Yaml.documents(new HelmText(values).render(text)));
      }
    });

    Map<String, ObjectNode> printed =
        byName(Yaml.documents(OperatorManifests.yaml(new Installation(namespace, mode))));
    assertThat(byName(made)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({"base, Observe", "overlays/enforce, Enforce"})
  void kustomizeMakesTheSameObjectsAsTheCommand(String directory, Mode mode) {
    String built = DeployFiles.kustomized(OPERATOR.resolve(directory));

    assertThat(byName(Yaml.documents(built)))
        .isEqualTo(
            byName(Yaml.documents(OperatorManifests.yaml(new Installation("trixtech", mode)))));
  }

  @Test
  void anotherNamespaceIsWrittenEverywhere() {
    String yaml = OperatorManifests.yaml(new Installation("shop", Mode.Enforce));

    assertThat(yaml.lines().filter(line -> line.matches(".*(namespace|name): trixtech.*")))
        .isEmpty();
    assertThat(Strict.read(yaml))
        .filteredOn(object -> object.getMetadata().getNamespace() != null)
        .hasSizeGreaterThan(10)
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isEqualTo("shop"));
    assertThat(yaml).contains("name: selfheal-nodes-shop");
  }

  @Test
  void theNamespaceAndItsLabelsAreLeftToItsOwner() {
    assertThat(OperatorManifests.yaml(new Installation("shop", Mode.Enforce)))
        .doesNotContain("kind: Namespace", "pod-security");
  }

  @Test
  void inModeObserveNothingOfAnybodyElseCanBeChanged() {
    assertThat(rules(Mode.Observe))
        .filteredOn(rule -> !LOOKING.containsAll(rule.getVerbs()))
        .flatMap(PolicyRule::getResources)
        .containsOnly(
            "healpolicies/status", "remediations", "remediations/status", "events", "leases");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"Observe", "Enforce"})
  void noModeHasARightToDeletePodsOrToReadSecretsA92(Mode mode) {
    assertThat(rules(mode))
        .isNotEmpty()
        .allSatisfy(rule -> {
          assertThat(rule.getVerbs()).doesNotContain("*", "deletecollection");
          assertThat(rule.getResources()).doesNotContain("*", "secrets");
          assertThat(rule.getApiGroups()).doesNotContain("*");
          if (rule.getVerbs().contains("delete")) {
            assertThat(rule.getResources()).containsExactly("remediations");
          }
          if (rule.getResources().contains("pods")) {
            assertThat(LOOKING).containsAll(rule.getVerbs());
          }
        });
  }

  @Test
  void enforcingAddsEvictionAndTheChangeOfDeploymentsAndNothingElse() {
    List<PolicyRule> added = new ArrayList<>(rules(Mode.Enforce));
    added.removeAll(rules(Mode.Observe));

    assertThat(added)
        .extracting(PolicyRule::getResources, PolicyRule::getVerbs)
        .containsExactlyInAnyOrder(
            tuple(List.of("pods/eviction"), List.of("create")),
            tuple(List.of("deployments"), List.of("patch")));
  }

  @Test
  void onlyNodesAreSeenOutsideOfTheNamespace() {
    assertThat(roles(Mode.Enforce))
        .filteredOn(ClusterRole.class::isInstance)
        .singleElement()
        .satisfies(role ->
            assertThat(((ClusterRole) role).getRules())
                .singleElement()
                .satisfies(rule -> {
                  assertThat(rule.getResources()).containsExactly("nodes");
                  assertThat(LOOKING).containsAll(rule.getVerbs());
                }));
  }

  @Test
  void peopleLookOrPatchPoliciesAndNobodyIsBoundToThat() {
    List<HasMetadata> unbound = objects(Mode.Enforce);
    unbound.removeAll(roles(Mode.Enforce));
    unbound.removeIf(object -> rules(object).isEmpty());

    assertThat(unbound)
        .extracting(object -> object.getMetadata().getName())
        .containsExactlyInAnyOrder("selfheal-view-trixtech", "selfheal-operate");
    assertThat(unbound)
        .flatExtracting(OperatorManifestsTest::rules)
        .filteredOn(rule -> !LOOKING.containsAll(rule.getVerbs()))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.getResources()).containsExactly("healpolicies");
          assertThat(rule.getVerbs()).containsOnlyOnce("patch").doesNotContain("update", "create");
        });
  }

  @Test
  void whatIsAskedOfPeopleIsAskedInTheNamespaceOfTheInstallationAlone() {
    String yaml = OperatorManifests.yaml(new Installation("shop", Mode.Observe));

    assertThat(Strict.read(yaml))
        .filteredOn(ValidatingAdmissionPolicyBinding.class::isInstance)
        .singleElement()
        .extracting(object -> ((ValidatingAdmissionPolicyBinding) object).getSpec())
        .satisfies(binding -> {
          assertThat(binding.getPolicyName()).isEqualTo("selfheal-people-shop");
          assertThat(binding.getValidationActions()).containsExactly("Deny");
          assertThat(binding.getMatchResources().getNamespaceSelector().getMatchLabels())
              .containsExactly(Map.entry("kubernetes.io/metadata.name", "shop"));
        });
    assertThat(yaml).contains("\n  name: selfheal-people-shop\n").doesNotContain("-trixtech\n");
  }

  @Test
  void anOperatorsOwnAnnotationsAreThoseThatPeopleMayChange() {
    assertThat(OperatorManifests.base("people"))
        .contains(
            "'%s'".formatted(Approvals.ANNOTATION),
            "'%s'".formatted(Approvals.BY),
            "'%s'".formatted(PauseWish.ANNOTATION),
            "'%s'".formatted(PauseWish.BY),
            "(expected: %s)".formatted(PauseWish.EXPECTED));
  }

  @Test
  void aNamespaceThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Installation("Shop", Mode.Observe))
        .hasMessageStartingWith("namespace: Shop (expected: up to 63 of a-z, 0-9 and -");
    assertThatThrownBy(() -> new Installation("default", Mode.Observe))
        .hasMessage("namespace: default (expected: the namespace of an application)");
  }

  private static List<HasMetadata> objects(Mode mode) {
    return new ArrayList<>(Strict.read(OperatorManifests.yaml(new Installation("trixtech", mode))));
  }

  /** The roles of the operator: all bindings are its own. */
  private static List<HasMetadata> roles(Mode mode) {
    List<String> bound =
        objects(mode).stream()
            .flatMap(object ->
                switch (object) {
                  case RoleBinding binding ->
                      Stream.of(bound(binding.getRoleRef(), binding.getSubjects()));
                  case ClusterRoleBinding binding ->
                      Stream.of(bound(binding.getRoleRef(), binding.getSubjects()));
                  case HasMetadata _ -> Stream.<String>empty();
                })
            .toList();
    return objects(mode).stream()
        .filter(object -> bound.contains(object.getKind() + " " + object.getMetadata().getName()))
        .toList();
  }

  private static String bound(RoleRef role, List<Subject> subjects) {
    assertThat(subjects).extracting(Subject::getName).containsExactly("selfheal-operator");
    return role.getKind() + " " + role.getName();
  }

  private static List<PolicyRule> rules(Mode mode) {
    return roles(mode).stream().flatMap(role -> rules(role).stream()).toList();
  }

  private static List<PolicyRule> rules(HasMetadata object) {
    return switch (object) {
      case Role role -> role.getRules();
      case ClusterRole role -> role.getRules();
      case HasMetadata _ -> List.of();
    };
  }

  private static Map<String, ObjectNode> byName(List<ObjectNode> objects) {
    Map<String, ObjectNode> named = new TreeMap<>();
    for (ObjectNode object : objects) {
      String key = object.path("kind").asText() + " " + object.at("/metadata/name").asText();
      assertThat(named.put(key, object)).as(key).isNull();
    }
    return named;
  }
}
