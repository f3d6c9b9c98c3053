package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which manifests, and which commands stand for their images. */
final class ManifestSource {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "DIR",
      description = "Directory of Kubernetes manifests (default: deploy of this checkout).")
  private @Nullable Path manifests;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "Which command stands for which image (default: images.yaml beside DIR).")
  private @Nullable Path images;

  /** Where this checkout has its manifests. */
  static Path checkout(Surroundings around) {
    String home = around.environment().getOrDefault("SELFHEAL_HOME", "");
    return around.directory().resolve(home).resolve("deploy").normalize();
  }

  /** A cluster has them already, and nobody applies others. */
  void refuseOnCluster() {
    if (manifests != null || images != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s: %s (expected: none on a cluster, which has its manifests)"
              .formatted(
                  manifests != null ? "-f" : "--images", manifests != null ? manifests : images),
          null);
    }
  }

  /** Absolute and checked; {@code images} need not exist unless it was named. */
  record Paths(Path manifests, Path images) {}

  Paths resolve(Surroundings around) {
    Path directory =
        manifests == null ? checkout(around) : around.directory().resolve(manifests).normalize();
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-f: " + directory + " (expected: a directory of manifests)",
          "without -f it is the checkout's deploy directory");
    }
    if (images == null) {
      return new Paths(directory, directory.resolveSibling("images.yaml"));
    }
    Path file = around.directory().resolve(images).normalize();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--images: " + file + " (expected: a file that maps images)", null);
    }
    return new Paths(directory, file);
  }
}
