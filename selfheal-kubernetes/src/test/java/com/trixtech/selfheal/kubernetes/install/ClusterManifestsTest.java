package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import com.trixtech.selfheal.manifest.semantics.MutableTag;
import com.trixtech.selfheal.manifest.semantics.RetryAnnotations;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide got wrong on a cluster stays out of what is applied to one. */
class ClusterManifestsTest {
  private static final String OPERATOR = "selfheal-operator";

  /** As it is written, and as kustomize makes it where there is a kubectl. */
  enum Form {
    WRITTEN,
    KUSTOMIZED;

    List<HasMetadata> objects() {
      List<HasMetadata> objects =
          new ArrayList<>(
              this == WRITTEN
                  ? DeployFiles.cluster()
                  : Strict.read(DeployFiles.kustomized(DeployFiles.DEPLOY)));
      objects.addAll(
          Strict.read(OperatorManifests.yaml(new Installation("trixtech", Mode.Enforce))));
      return objects;
    }
  }

  static List<Path> files() {
    return DeployFiles.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileHasOnlyFieldsThatKubernetesKnows(Path file) {
    assertThat(Strict.read(DeployFiles.text(file))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyImageIsOneThatCannotChangeA10(Form form) {
    assertThat(containers(form))
        .hasSizeGreaterThan(4)
        .allSatisfy(c -> assertThat(MutableTag.isMutable(c.getImage())).as(c.getImage()).isFalse());
  }

  @ParameterizedTest
  @EnumSource
  void everyContainerAsksForWhatItNeedsA16(Form form) {
    assertThat(containers(form))
        .allSatisfy(c -> {
          assertThat(c.getResources().getRequests()).containsKeys("cpu", "memory");
          assertThat(c.getResources().getLimits()).containsKey("memory");
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyContainerHasThreeProbesThatAskDifferentThingsA12A34(Form form) {
    assertThat(containers(form))
        .allSatisfy(c -> {
          List<Probe> probes =
              Stream.of(c.getStartupProbe(), c.getReadinessProbe(), c.getLivenessProbe())
                  .map(Objects::requireNonNull)
                  .toList();
          assertThat(probes).allSatisfy(p -> assertThat(p.getInitialDelaySeconds()).isNull());
          assertThat(c.getReadinessProbe().getHttpGet().getPath())
              .isNotEqualTo(c.getLivenessProbe().getHttpGet().getPath());
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyPodIsRestrictedA18(Form form) {
    assertThat(templates(form))
        .allSatisfy(template -> {
          var pod = template.getSpec().getSecurityContext();
          assertThat(pod.getRunAsNonRoot()).isTrue();
          assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
          assertThat(template.getSpec().getContainers())
              .allSatisfy(c -> {
                assertThat(c.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(c.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
              });
        });
  }

  @Test
  void everyWorkloadHasAnAccountOfItsOwnAndATokenOnlyWhereItIsUsed() {
    List<HasMetadata> objects = Form.KUSTOMIZED.objects();
    List<String> accounts =
        of(ServiceAccount.class, objects)
            .map(account -> {
              assertThat(account.getAutomountServiceAccountToken()).isFalse();
              return account.getMetadata().getName();
            })
            .toList();
    assertThat(workloads(objects))
        .allSatisfy((name, template) -> {
          assertThat(template.getSpec().getServiceAccountName()).isEqualTo(name).isIn(accounts);
          assertThat(template.getSpec().getAutomountServiceAccountToken())
              .isEqualTo(List.of(OPERATOR, "postgres").contains(name));
        });
  }

  @ParameterizedTest
  @EnumSource
  void everySelectorChoosesItsOwnPodsAndNoOthersA41A88(Form form) {
    Map<String, PodTemplateSpec> workloads = workloads(form.objects());
    assertThat(workloads).hasSize(5);
    for (HasMetadata object : form.objects()) {
      String name = object.getMetadata().getName();
      switch (object) {
        case Deployment d ->
            assertThat(chosen(d.getSpec().getSelector(), workloads)).containsExactly(name);
        case StatefulSet s ->
            assertThat(chosen(s.getSpec().getSelector(), workloads)).containsExactly(name);
        case PodDisruptionBudget b ->
            assertThat(chosen(b.getSpec().getSelector(), workloads)).containsExactly(name);
        case NetworkPolicy p when !p.getSpec().getPodSelector().getMatchLabels().isEmpty() ->
            assertThat(chosen(p.getSpec().getPodSelector(), workloads)).containsExactly(name);
        case Service s when !s.getSpec().getSelector().isEmpty() -> {
          var selector = s.getSpec().getSelector();
          assertThat(workloads.values())
              .as("Service " + name)
              .filteredOn(
                  t -> t.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
              .hasSize(1);
        }
        default -> assertThat(object.getKind()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWorkloadHasOneBudgetThatLetsADrainGoOnA40A42A43(Form form) {
    List<PodDisruptionBudget> budgets = of(PodDisruptionBudget.class, form.objects()).toList();
    assertThat(budgets)
        .extracting(b -> b.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(workloads(form.objects()).keySet());
    assertThat(budgets)
        .allSatisfy(budget -> {
          assertThat(budget.getSpec().getMinAvailable()).isNull();
          assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
          // What replicates must not lose its last copy; everything else must not block a drain.
          assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy())
              .isEqualTo(
                  budget.getMetadata().getName().equals("postgres")
                      ? "IfHealthyBudget"
                      : "AlwaysAllow");
        });
  }

  @ParameterizedTest
  @EnumSource
  void noAccountMayDeleteAPodA92(Form form) {
    assertThat(of(Role.class, form.objects()).flatMap(role -> role.getRules().stream()))
        .hasSizeGreaterThan(10)
        .allSatisfy(rule -> {
          assertThat(rule.getVerbs()).doesNotContain("*", "deletecollection");
          if (rule.getVerbs().contains("delete")) {
            assertThat(rule.getResources()).containsExactly("remediations");
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void moreThanOneReplicaIsSpreadA15A89(Form form) {
    for (HasMetadata object : form.objects()) {
      int replicas =
          switch (object) {
            case Deployment d -> d.getSpec().getReplicas();
            case StatefulSet s -> s.getSpec().getReplicas();
            default -> 0;
          };
      if (replicas > 1) {
        assertThat(workloads(List.of(object)).values())
            .allSatisfy(t ->
                assertThat(t.getSpec().getTopologySpreadConstraints())
                    .as(object.getMetadata().getName())
                    .singleElement()
                    .satisfies(c ->
                        assertThat(
                                LabelMatch.matches(
                                    c.getLabelSelector(), t.getMetadata().getLabels()))
                            .isTrue()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsInTheDefaultNamespaceA08(Form form) {
    assertThat(form.objects())
        .filteredOn(o -> o.getMetadata().getNamespace() == null)
        .extracting(HasMetadata::getKind)
        .containsOnly(
            "Namespace",
            "CustomResourceDefinition",
            "ClusterRole",
            "ClusterRoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");
    assertThat(of(Namespace.class, form.objects()))
        .singleElement()
        .satisfies(n ->
            assertThat(n.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
  }

  @Test
  void aSlowStartIsOverBeforeTheRollOutGivesUpAndBeforeLivenessBeginsA11A72() {
    assertThat(of(Deployment.class, Form.KUSTOMIZED.objects()))
        .hasSize(3)
        .allSatisfy(d -> {
          Probe startup =
              d.getSpec().getTemplate().getSpec().getContainers().getFirst().getStartupProbe();
          int budget = startup.getPeriodSeconds() * startup.getFailureThreshold();
          assertThat(budget).isGreaterThanOrEqualTo(60);
          assertThat(d.getSpec().getProgressDeadlineSeconds()).isGreaterThan(budget);
        });
  }

  @Test
  void requestsInFlightEndBeforeThePodA17() {
    assertThat(workloads(Form.KUSTOMIZED.objects()))
        .allSatisfy((name, template) -> {
          var hook = template.getSpec().getContainers().getFirst().getLifecycle();
          long pause = hook == null ? 0 : hook.getPreStop().getSleep().getSeconds();
          assertThat(template.getSpec().getTerminationGracePeriodSeconds())
              .as(name)
              .isGreaterThan(pause + 9);
          assertThat(pause > 0).isEqualTo(!List.of(OPERATOR, "postgres").contains(name));
        });
  }

  @Test
  void onAClusterEveryPolicyBeginsByObservingAndKeepsItsRules() {
    List<HealPolicy> policies = of(HealPolicy.class, Form.KUSTOMIZED.objects()).toList();
    assertThat(policies)
        .extracting(p -> p.getSpec().at("/targetRef/name").asText())
        .containsExactlyInAnyOrder(
            "postgres", "payment-gateway", "trixtech-backend", "trixtech-frontend");
    assertThat(policies)
        .allSatisfy(policy ->
            assertThat(policy.read())
                .isInstanceOfSatisfying(
                    HealPolicy.Reading.Whole.class,
                    whole -> {
                      assertThat(whole.policy().spec().mode()).isEqualTo(Mode.Observe);
                      assertThat(whole.policy().spec().budget().requirePodDisruptionBudget())
                          .isTrue();
                    }));
  }

  @Test
  void noSecretIsWrittenDownForACluster() {
    assertThat(Form.KUSTOMIZED.objects()).extracting(HasMetadata::getKind).doesNotContain("Secret");
  }

  @Test
  void theMeshEjectsForNoAnswerAndNeverMoreThanTheBudgetAllowsA47ToA51() {
    List<DestinationRule> rules =
        of(
                DestinationRule.class,
                Strict.read(
                    DeployFiles.text(
                        DeployFiles.DEPLOY.resolve("kubernetes/mesh/destination-rules.yaml"))))
            .toList();
    assertThat(rules)
        .hasSize(3)
        .allSatisfy(rule -> {
          var http = rule.getSpec().getTrafficPolicy().getConnectionPool().getHttp();
          assertThat(http.getHttp1MaxPendingRequests()).isGreaterThanOrEqualTo(1024);
          assertThat(http.getMaxRequestsPerConnection()).isNull();
          var ejection = rule.getSpec().getTrafficPolicy().getOutlierDetection();
          if (ejection != null) {
            assertThat(ejection.getConsecutive5xxErrors()).isZero();
            assertThat(ejection.getMinHealthPercent()).isPositive();
            assertThat(ejection.getMaxEjectionPercent()).isLessThanOrEqualTo(50);
          }
        });
    assertThat(of(DestinationRule.class, Form.KUSTOMIZED.objects())).isEmpty();
  }

  @Test
  void theMeshRepeatsAFormOnlyToAServiceThatPromisesIdempotence() {
    List<String> repeated =
        of(
                VirtualService.class,
                Strict.read(
                    DeployFiles.text(
                        DeployFiles.DEPLOY.resolve("kubernetes/mesh/virtual-services.yaml"))))
            .flatMap(rule -> rule.getSpec().getHttp().stream())
            .filter(route -> List.of(route.getRetries().getRetryOn().split(",")).contains("reset"))
            .map(route -> route.getRoute().getFirst().getDestination().getHost())
            .toList();
    assertThat(
            of(Service.class, Form.KUSTOMIZED.objects())
                .filter(service -> RetryAnnotations.of(service).idempotent())
                .map(service ->
                    service.getMetadata().getName()
                        + "."
                        + service.getMetadata().getNamespace()
                        + ".svc.cluster.local"))
        .isNotEmpty()
        .containsExactlyElementsOf(repeated);
  }

  private static List<String> chosen(
      io.fabric8.kubernetes.api.model.LabelSelector selector,
      Map<String, PodTemplateSpec> workloads) {
    return workloads.entrySet().stream()
        .filter(w -> LabelMatch.matches(selector, w.getValue().getMetadata().getLabels()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, PodTemplateSpec> workloads(List<HasMetadata> objects) {
    Map<String, PodTemplateSpec> workloads = new java.util.TreeMap<>();
    for (HasMetadata object : objects) {
      switch (object) {
        case Deployment d -> workloads.put(d.getMetadata().getName(), d.getSpec().getTemplate());
        case StatefulSet s -> workloads.put(s.getMetadata().getName(), s.getSpec().getTemplate());
        default -> {}
      }
    }
    return workloads;
  }

  private static List<PodTemplateSpec> templates(Form form) {
    return List.copyOf(workloads(form.objects()).values());
  }

  private static List<Container> containers(Form form) {
    return templates(form).stream().flatMap(t -> t.getSpec().getContainers().stream()).toList();
  }

  private static <T> Stream<T> of(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast);
  }
}
