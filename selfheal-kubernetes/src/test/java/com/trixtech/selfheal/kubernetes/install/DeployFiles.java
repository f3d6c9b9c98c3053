package com.trixtech.selfheal.kubernetes.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The committed manifests, by the way in which they are used. */
final class DeployFiles {
  static final Path DEPLOY = Path.of("..", "deploy");

  private DeployFiles() {}

  /** What runs on one machine. */
  static List<String> oneMachine() {
    try (Stream<Path> files = Files.list(DEPLOY)) {
      return manifests(files).map(DeployFiles::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below deploy that is YAML and neither a kustomization nor a part of the chart. */
  static List<Path> all() {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return manifests(files)
          .filter(file -> !file.startsWith(DEPLOY.resolve("operator/chart")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects of the booking system on a cluster, before what is patched. */
  static List<HasMetadata> cluster() {
    List<HasMetadata> objects = new ArrayList<>();
    JsonNode kustomization = Yaml.value(text(DEPLOY.resolve("kustomization.yaml")));
    for (JsonNode resource : kustomization.path("resources")) {
      objects.addAll(Strict.read(text(DEPLOY.resolve(resource.asText()))));
    }
    return objects;
  }

  /** What kustomize makes of a directory; skips the test without kubectl. */
  static String kustomized(Path directory) {
    try {
      Process kubectl =
          new ProcessBuilder(
                  Cluster.binaries().resolve("kubectl").toString(),
                  "kustomize",
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String built = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError(
            "kubectl kustomize " + directory + ": failed (expected: to build)");
      }
      return built;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> manifests(Stream<Path> files) {
    return files
        .filter(file -> file.toString().endsWith(".yaml"))
        .filter(file -> !file.endsWith("kustomization.yaml"))
        .filter(file -> !file.endsWith("policies-rollback.yaml")) // a JSON patch, no object
        .sorted();
  }
}
