package com.trixtech.booking.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** The backend as a process of its own, which can be killed at any moment. */
final class BackendProcess implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path log;

  private BackendProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Returns at once; its log is a new file in the directory. */
  static BackendProcess start(Path directory, Map<String, String> environment) throws IOException {
    Path log = Files.createTempFile(directory, "backend", ".log");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx96m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new BackendProcess(builder.start(), log);
  }

  Process process() {
    return process;
  }

  String log() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** Waits for the port. */
  Caller caller() throws Exception {
    Caller.await("the port is bound", () -> LISTENS.matcher(log()).find());
    var found = LISTENS.matcher(log());
    if (!found.find()) {
      throw new AssertionError("no port in " + log());
    }
    return new Caller(Integer.parseInt(found.group(1)));
  }

  /** {@code kill -9}; returns when it is gone. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
