package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.Marks;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs, before anything else, what an image needs once on a machine, such as unpacking or making a
 * start-up cache. Each line that it prints is progress.
 */
record Preparation(Path state, ImageMap images, Manifests manifests) {
  /** A child that it left behind may hold the pipe open. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

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

  private Map<String, String> run(List<String> command, Consumer<String> progress)
      throws InterruptedException {
    String name = String.valueOf(Path.of(command.getFirst()).getFileName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put(Marks.STATE, state.toString());
    builder.environment().put(Marks.PART, "prepare");
    Path told = null;
    Process process = null;
    try {
      told = Files.createTempFile("image", ".env");
      builder.environment().put(ENV_FILE, told.toString());
      process = builder.start();
      AtomicReference<String> last = new AtomicReference<>("");
      Process running = process;
      // Reading a pipe cannot be interrupted; waiting for a process can.
      Thread reader =
          Thread.startVirtualThread(() ->
              running
                  .inputReader()
                  .lines()
                  .forEach(line -> {
                    progress.accept(line);
                    last.set(line);
                  }));
      int code = process.waitFor();
      reader.join(LAST_WORDS);
      if (code != 0) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            "%s: ended with code %d (expected: 0): %s".formatted(name, code, last.get()),
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
      if (process != null && process.isAlive()) { // given up
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
      if (told != null) {
        boolean _ = told.toFile().delete();
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
