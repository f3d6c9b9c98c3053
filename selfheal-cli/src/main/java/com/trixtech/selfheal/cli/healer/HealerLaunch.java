package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The healer's process as {@code up} sees it while it starts. It is a session of its own ({@code
 * setsid}), so that neither Ctrl-C nor a closed terminal reaches it.
 */
public final class HealerLaunch implements AutoCloseable {
  private static final String MAIN = "com.trixtech.selfheal.cli.HealerMain";

  /** What a phase begins with that is to be kept for the reader. */
  public static final String NOTE = "note: ";

  private final HealerArguments arguments;
  private final Process process;

  private HealerLaunch(HealerArguments arguments, Process process) {
    this.arguments = arguments;
    this.process = process;
  }

  public static HealerLaunch start(Path state, Path manifests, Path images) {
    try {
      Files.createDirectories(state.resolve("logs"));
      Path progress =
          Files.createTempFile("selfheal-start", ".jsonl") /* tells of a full state, too */;
      HealerArguments arguments = new HealerArguments(state, manifests, images, progress);
      ProcessBuilder builder = new ProcessBuilder(command(arguments));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      // By these `down` finds it while it has written nothing yet.
      builder.environment().put("SELFHEAL_STATE", state.toString());
      builder.environment().put("SELFHEAL_PART", "healer");
      return new HealerLaunch(
          arguments,
          builder
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(arguments.log().toFile()))
              .start());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.ENVIRONMENT,
          "healer: cannot be started: " + e.getMessage(),
          "needed: setsid (util-linux) on the PATH, and a writable " + state);
    }
  }

  /**
   * Small and quick to start rather than fast in the long run: the healer is idle nearly always.
   */
  static List<String> command(HealerArguments arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError"));
    String cache = System.getProperty("selfheal.cache", "");
    if (!cache.isEmpty()) {
      command.add("-XX:AOTCache=" + cache);
      command.add("-Dselfheal.cache=" + cache);
      // The JVM warns of each adapter that it cannot take from the cache and then makes anew.
      command.add("-Xlog:disable");
      command.add("-Xlog:all=error:stderr");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.addAll(arguments.commandLine());
    return command;
  }

  /** The phase it is in; null once it is started. Throws why, where it failed. */
  public @Nullable String phase() {
    boolean alive = process.isAlive(); // Asked first: a last word may be written before the end.
    StartProgress.Line line = StartProgress.last(arguments.progress());
    return switch (line.stage()) {
      case STARTED -> null;
      case FAILED -> throw new CommandFailure(line.exit(), line.text(), line.hint());
      case STARTING -> {
        if (!alive) {
          throw new CommandFailure(
              ExitCode.ENVIRONMENT,
              "healer: ended with code %d while it was %s (expected: to start)"
                  .formatted(process.exitValue(), line.text()),
              "its log: " + arguments.log());
        }
        yield line.text();
      }
    };
  }

  /**
   * What the start had to say beside its phases, such as a field that has no meaning on one
   * machine.
   */
  public List<String> notes() {
    return StartProgress.notes(arguments.progress());
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Asks it to end; while it starts it then stops what it had begun. */
  public void giveUp() {
    process.destroy();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(arguments.progress());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
