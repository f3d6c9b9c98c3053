package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.Manifests;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs, before anything else, what an image needs once on a machine, such as unpacking or making a
 * start-up cache. Each line that it prints is progress.
 */
record Preparation(ImageMap images, Manifests manifests) {
  /** Names the file to which a command may write variables, {@code NAME=VALUE} each. */
  private static final String ENV_FILE = "SELFHEAL_IMAGE_ENV";

  /** The images with what their preparation adds to the environment of what runs. */
  ImageMap run(Consumer<String> progress) throws InterruptedException {
    List<List<String>> commands =
        names().map(this::image).map(Image::prepare).filter(c -> !c.isEmpty()).distinct().toList();
    Map<List<String>, Map<String, String>> found = new HashMap<>();
    for (List<String> command : commands) {
      found.put(command, run(command, progress));
    }
    return images.prepared(found);
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

  private static Map<String, String> run(List<String> command, Consumer<String> progress)
      throws InterruptedException {
    String name = String.valueOf(Path.of(command.getFirst()).getFileName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path told = null;
    Process process = null;
    String last = "";
    try {
      told = Files.createTempFile("image", ".env");
      builder.environment().put(ENV_FILE, told.toString());
      process = builder.start();
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          progress.accept(line);
          last = line;
        }
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            "%s: ended with code %d (expected: 0): %s".formatted(name, code, last),
            null);
      }
      return variables(command, Files.readAllLines(told));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT,
          "%s: cannot be run: %s (expected: an executable program)"
              .formatted(command, e.getMessage()),
          null);
    } finally {
      if (process != null && process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy(); // given up
      }
      if (told != null) {
        told.toFile().delete();
      }
    }
  }

  private static Map<String, String> variables(List<String> command, List<String> lines) {
    Map<String, String> variables = new HashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s: '%s' in $%s (expected: NAME=VALUE)".formatted(command, line, ENV_FILE),
            "see docs/local-runtime.md");
      }
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return variables;
  }
}
