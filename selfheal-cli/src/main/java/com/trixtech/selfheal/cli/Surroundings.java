package com.trixtech.selfheal.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * All that a command knows of the process it runs in, so that a test can give it another one.
 *
 * @param outIsTerminal whether standard output is a terminal; the launcher tells
 * @param errIsTerminal the same for standard error
 * @param columns width of the terminal
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    InstantSource clock,
    Waiting waiting,
    Path directory) {

  /** Lets time pass between two polls. */
  @FunctionalInterface
  public interface Waiting {
    void pause(Duration time) throws InterruptedException;
  }

  /** The real ones. The launcher passes on what only a shell can ask cheaply. */
  static Surroundings ofThisProcess() {
    String terminals = System.getProperty("selfheal.terminals", "");
    return new Surroundings(
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.getenv(),
        terminals.contains("out"),
        terminals.contains("err"),
        Math.max(60, Integer.getInteger("selfheal.columns", 80)),
        InstantSource.system(),
        Thread::sleep,
        Path.of("").toAbsolutePath());
  }
}
