package com.trixtech.selfheal.kubernetes.install;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The binaries of a control plane, where the machine has them. */
final class Cluster {
  private static final String WHY =
      "Skipped: no etcd, kube-apiserver and kubectl below KUBE_API_TEST_DIR or ~/.kubeapitest";

  private static final AtomicBoolean TOLD = new AtomicBoolean();

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
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (found.isEmpty() && TOLD.compareAndSet(false, true)) {
      System.out.println(WHY);
    }
    assumeTrue(!found.isEmpty(), WHY);
    return Objects.requireNonNull(found.getLast());
  }
}
