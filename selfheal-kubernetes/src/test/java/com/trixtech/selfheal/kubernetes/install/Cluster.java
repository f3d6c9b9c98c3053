package com.trixtech.selfheal.kubernetes.install;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The binaries of a control plane, where the machine has them. */
final class Cluster {
  private Cluster() {}

  /** The directory of the newest version, as kube-api-test looks for it; skips the test else. */
  static Path binaries() {
    String named = System.getenv("KUBE_API_TEST_DIR");
    Path root =
        named == null ? Path.of(System.getProperty("user.home"), ".kubeapitest") : Path.of(named);
    Path versions = root.resolve("k8s");
    List<Path> found = List.of();
    if (Files.isDirectory(versions)) {
      try (var directories = Files.list(versions)) {
        found =
            directories
                .filter(version ->
                    List.of("etcd", "kube-apiserver", "kubectl").stream()
                        .allMatch(name -> Files.isExecutable(version.resolve(name))))
                .sorted(Comparator.comparing(Path::toString))
                .toList();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    assumeTrue(
        !found.isEmpty(),
        "skipped: no etcd, kube-apiserver and kubectl below KUBE_API_TEST_DIR or ~/.kubeapitest");
    return Objects.requireNonNull(found.getLast());
  }
}
