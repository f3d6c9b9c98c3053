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
      description = "Which command stands for which image (default: images.yaml in DIR).")
  private @Nullable Path images;

  /** Absolute and checked; {@code images} need not exist unless it was named. */
  record Paths(Path manifests, Path images) {}

  Paths resolve(Surroundings around) {
    String home = around.environment().getOrDefault("SELFHEAL_HOME", "");
    Path given = manifests == null ? Path.of(home).resolve("deploy") : manifests;
    Path directory = around.directory().resolve(given).normalize();
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-f: " + directory + " (expected: a directory of manifests)",
          "without -f it is the checkout's deploy directory");
    }
    if (images == null) {
      return new Paths(directory, directory.resolve("images.yaml"));
    }
    Path file = around.directory().resolve(images).normalize();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--images: " + file + " (expected: a file that maps images)", null);
    }
    return new Paths(directory, file);
  }
}
