package com.trixtech.selfheal.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's Dockerfiles, the manifests and the scripts say the same. */
class ProjectImagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DEPLOY = ROOT.resolve("deploy");

  @Test
  void everyImageOfTheManifestsIsBuiltHereOrIsPostgres() throws Exception {
    Set<String> built = new TreeSet<>();
    for (String context : contexts()) {
      built.add(Dockerfile.in(ROOT.resolve(context)).reference());
    }
    Matcher patroni =
        Pattern.compile("docker build -t (\\S+)")
            .matcher(Files.readString(DEPLOY.resolve("kubernetes/patroni/Dockerfile")));
    assertThat(patroni.find()).isTrue();
    built.add(patroni.group(1));
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        found("(?m)^[ -]*image: (?!\\{)(\\S+)", Files.readString(file)).forEach(named::add);
      }
    }
    assertThat(named).hasSizeGreaterThan(4).doesNotContain("");
    named.removeIf(image -> image.startsWith("postgres:"));
    assertThat(built).containsAll(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend", "frontend", "payment-gateway"})
  void anApplicationRunsInItsImageAsItRunsOnOneMachine(String name) throws Exception {
    Path module = ROOT.resolve("booking").resolve(name);
    Dockerfile image = Dockerfile.in(module);
    String script = Files.readString(module.resolve("bin/module.sh"));
    String common = Files.readString(ROOT.resolve("booking/bin/common.sh"));
    List<String> flags = new ArrayList<>();
    for (String text : List.of(common, script)) {
      flags.addAll(
          Arrays.stream(found("(?m)^flags=\\(([^)$]*)", text).getFirst().split("\\s+"))
              .filter(flag -> flag.startsWith("-") && !flag.startsWith("-Xmx"))
              .toList());
    }
    assertThat(flags).hasSizeGreaterThan(2);
    assertThat(image.entrypoint())
        .containsAll(flags)
        .endsWith("-cp", "/app/*", found("(?m)^main=(\\S+)", script).getFirst());
    assertThat(image.copies())
        .contains(
            new Dockerfile.Copy(
                "target/" + found("(?m)^app=(\\S+)", script).getFirst() + ".jar", "/app/"));
  }

  @Test
  void portsAndUsersAreThoseOfTheManifests() throws Exception {
    var manifests = ManifestReader.read(DEPLOY);
    List<String> seen = new ArrayList<>();
    for (String context : contexts()) {
      Dockerfile image = Dockerfile.in(ROOT.resolve(context));
      manifests.workloads().stream()
          .map(workload -> workload.template().getSpec())
          .filter(pod -> pod.getContainers().getFirst().getImage().equals(image.reference()))
          .forEach(pod -> {
            seen.add(image.shortName());
            Container container = pod.getContainers().getFirst();
            assertThat(image.ports())
                .isEqualTo(
                    container.getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .collect(Collectors.toSet()));
            assertThat(container.getCommand()).as("the image's own").isEmpty();
            assertUser(image, pod);
          });
    }
    assertThat(seen).containsExactlyInAnyOrder("backend", "frontend", "payment-gateway");
    String operator = Files.readString(DEPLOY.resolve("operator/base/operator.yaml"));
    Dockerfile image = Dockerfile.in(ROOT.resolve("selfheal-kubernetes"));
    assertThat(operator).contains("image: " + image.reference());
    assertThat(image.user())
        .isEqualTo(
            found("runAsUser: (\\d+)", operator).getFirst()
                + ":"
                + found("runAsGroup: (\\d+)", operator).getFirst());
    assertThat(image.ports())
        .containsExactly(Integer.valueOf(found("containerPort: (\\d+)", operator).getFirst()));
  }

  private static void assertUser(Dockerfile image, PodSpec pod) {
    var security = pod.getSecurityContext();
    assertThat(security.getRunAsNonRoot()).isTrue();
    Long user = security.getRunAsUser();
    if (user != null) {
      assertThat(image.user()).startsWith(user + ":");
    }
    Long volumes = security.getFsGroup();
    if (volumes != null) {
      assertThat(image.user()).endsWith(":" + volumes);
    }
  }

  /** Those that {@code bin/images} builds. */
  private static List<String> contexts() throws IOException {
    String script = Files.readString(ROOT.resolve("bin/images"));
    List<String> contexts =
        List.of(found("(?m)^contexts=\\((.*)\\)$", script).getFirst().split(" "));
    assertThat(contexts).hasSize(5);
    return contexts;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
