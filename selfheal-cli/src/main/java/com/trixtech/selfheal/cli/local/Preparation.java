package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.Manifests;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs, before anything else, what an image needs once on a machine, such as unpacking or making a
 * start-up cache. Each line that it prints is progress.
 */
record Preparation(ImageMap images, Manifests manifests) {

  void run(Consumer<String> progress) throws InterruptedException {
    List<List<String>> commands =
        names().map(this::image).map(Image::prepare).filter(c -> !c.isEmpty()).distinct().toList();
    for (List<String> command : commands) {
      run(command, progress);
    }
  }

  private Stream<String> names() {
    return manifests.workloads().stream()
        .flatMap(w -> w.template().getSpec().getContainers().stream())
        .map(c -> c.getImage())
        .distinct();
  }

  private Image image(String name) {
    try {
      return images.get(name);
    } catch (LocalException e) {
      throw new CommandFailure(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "see docs/local-runtime.md");
    }
  }

  private static void run(List<String> command, Consumer<String> progress)
      throws InterruptedException {
    String name = String.valueOf(Path.of(command.getFirst()).getFileName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      Process process = builder.start();
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          progress.accept(line);
        }
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            "%s: ended with code %d (expected: 0)".formatted(name, code),
            null);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT,
          "%s: cannot be run: %s (expected: an executable program)"
              .formatted(command, e.getMessage()),
          null);
    }
  }
}
