package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.manifest.semantics.LabelMatch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load's Job reaches what it names, and may do nothing else. */
class LoadManifestsTest {
  private static final Path LOAD = DeployFiles.DEPLOY.resolve("kubernetes/load");
  private static final List<HasMetadata> OBJECTS =
      Stream.of("job.yaml", "network.yaml")
          .flatMap(file -> Strict.read(DeployFiles.text(LOAD.resolve(file))).stream())
          .toList();
  private static final PodTemplateSpec POD = only(Job.class).getSpec().getTemplate();

  private static <T> T only(Class<T> type) {
    List<T> found = OBJECTS.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Container container() {
    return POD.getSpec().getContainers().getFirst();
  }

  /** The addresses in the arguments, by the option that has them. */
  private static Map<String, URI> addresses() {
    Map<String, URI> addresses = new TreeMap<>();
    for (String argument : container().getArgs()) {
      String[] parts = argument.split("=", 2);
      if (parts.length == 2 && parts[1].startsWith("http://")) {
        addresses.put(parts[0], URI.create(parts[1]));
      }
    }
    return addresses;
  }

  @Test
  void thePodIsRestrictedAndAsksForWhatItNeedsA16A18() {
    var pod = POD.getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getServiceAccountName())
        .isEqualTo(only(ServiceAccount.class).getMetadata().getName());
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container().getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container().getResources().getLimits()).containsKey("memory");
  }

  @Test
  void itsArgumentsNameServicesAndPortsThatAre() {
    Set<String> ports =
        DeployFiles.cluster().stream()
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .flatMap(service ->
                service.getSpec().getPorts().stream()
                    .map(port -> service.getMetadata().getName() + ":" + port.getPort()))
            .collect(Collectors.toSet());
    assertThat(addresses()).containsOnlyKeys("--backend", "--gateway", "--frontend");
    assertThat(ports).containsAll(addresses().values().stream().map(URI::getAuthority).toList());
  }

  @Test
  void eachServiceThatItCallsHasADoorOutOfItsPodAndAnotherIn() {
    Map<String, String> load = POD.getMetadata().getLabels();
    for (URI address : addresses().values()) {
      Map<String, String> called = Map.of("app", address.getHost());
      assertThat(policiesOf(load))
          .as("out to " + address)
          .anyMatch(policy ->
              policy.getSpec().getEgress().stream()
                  .flatMap(door -> door.getTo().stream())
                  .anyMatch(to -> LabelMatch.matches(to.getPodSelector(), called)));
      assertThat(policiesOf(called))
          .as("into " + address)
          .anyMatch(
              policy -> admits(policy, from -> LabelMatch.matches(from.getPodSelector(), load)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trixtech-backend", "trixtech-frontend", "payment-gateway"})
  void prometheusReachesTheMetricsOfEveryApplication(String name) {
    Map<String, String> monitoring = Map.of("kubernetes.io/metadata.name", "monitoring");
    assertThat(policiesOf(Map.of("app", name)))
        .anyMatch(policy ->
            admits(policy, from -> LabelMatch.matches(from.getNamespaceSelector(), monitoring)));
  }

  /** Those that choose pods with such labels, but for those that choose all. */
  private static List<NetworkPolicy> policiesOf(Map<String, String> labels) {
    return Stream.concat(OBJECTS.stream(), DeployFiles.cluster().stream())
        .filter(NetworkPolicy.class::isInstance)
        .map(NetworkPolicy.class::cast)
        .filter(policy -> LabelMatch.matches(policy.getSpec().getPodSelector(), labels))
        .toList();
  }

  /** Whether such a caller, or anybody, is let in to the port {@code http}. */
  private static boolean admits(NetworkPolicy policy, Predicate<NetworkPolicyPeer> caller) {
    return policy.getSpec().getIngress().stream()
        .filter(door ->
            door.getPorts().stream().anyMatch(port -> "http".equals(port.getPort().getStrVal())))
        .anyMatch(door -> door.getFrom().isEmpty() || door.getFrom().stream().anyMatch(caller));
  }
}
