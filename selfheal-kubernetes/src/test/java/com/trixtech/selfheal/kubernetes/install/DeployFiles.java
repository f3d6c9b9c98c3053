package com.trixtech.selfheal.kubernetes.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The committed manifests of the booking system. */
final class DeployFiles {
  static final Path DEPLOY = Path.of("..", "deploy");

  private DeployFiles() {}

  /** What runs on one machine. */
  static List<String> booking() {
    return texts(DEPLOY);
  }

  private static List<String> texts(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .sorted()
          .map(DeployFiles::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
