package com.trixtech.booking.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One PostgreSQL server as a child process, run by {@code bin/postgres-instance} on a loopback
 * address.
 *
 * <p>For tests and training runs: it can be killed, frozen, thawed and started again on the same
 * data directory and port. Not thread-safe. Durability is on, as in the real thing.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  private final Path home = findHome();
  private final Path directory;
  private final int port;
  private Process process;

  private PostgresProcess(Path directory, int port) {
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts a server on a free port; its data and its log live under {@code directory}. Returns when
   * it accepts connections.
   */
  public static PostgresProcess start(Path directory) {
    var postgres = new PostgresProcess(directory, freePort());
    postgres.awaitAccepting();
    return postgres;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + user();
  }

  public String user() {
    return "booking";
  }

  public String password() {
    return "training";
  }

  /** Pid of the postmaster: the script execs, so it is the child's own. */
  public long pid() {
    return process.pid();
  }

  /** {@code kill -9} of the postmaster and all its children; returns when they are gone. */
  public void kill() {
    var tree = tree();
    tree.forEach(ProcessHandle::destroyForcibly);
    awaitExit();
  }

  /**
   * Stops the whole process tree with SIGSTOP: connections stay open and nothing answers any more.
   */
  public void freeze() {
    signal("-STOP");
  }

  /** Ends {@link #freeze()}. */
  public void thaw() {
    signal("-CONT");
  }

  /**
   * Starts the server again after {@link #kill()}, on the same data and port. Returns when it
   * accepts connections.
   */
  public void restart() {
    process = launch();
    awaitAccepting();
  }

  /** Fast shutdown (SIGINT): sessions are ended, data is flushed. */
  @Override
  public void close() {
    if (process.isAlive()) {
      thaw();
      run(List.of("kill", "-INT", Long.toString(process.pid())));
      awaitExit();
    }
  }

  private Process launch() {
    var builder = new ProcessBuilder(home.resolve("bin/postgres-instance").toString());
    var env = builder.environment();
    env.put("POSTGRES_USER", user());
    env.put("POSTGRES_PASSWORD", password());
    env.put("POSTGRES_DB", user());
    env.put("PGDATA", directory.resolve("data").toString());
    env.put("PGPORT", Integer.toString(port));
    env.put("HOST", HOST);
    env.remove("POD_IP");
    env.put("JAVA_HOME", System.getProperty("java.home"));
    try {
      Files.createDirectories(directory);
      return builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAccepting() {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    var probe =
        List.of(
            home.resolve("bin/pg_isready").toString(),
            "-q",
            "-t",
            "1",
            "-h",
            HOST,
            "-p",
            Integer.toString(port),
            "-U",
            user(),
            "-d",
            user());
    while (run(probe) != 0) {
      boolean gone = !process.isAlive();
      if (gone || System.nanoTime() > end) {
        close();
        throw new IllegalStateException(
            "postgres: "
                + (gone ? "exited" : "not accepting")
                + " (expected: accepting connections within "
                + START_LIMIT
                + ")\n"
                + readLog());
      }
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS); // paces the poll, and notices an exit at once
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while PostgreSQL starts", e);
      }
    }
  }

  private void signal(String signal) {
    var command = new ArrayList<>(List.of("kill", signal));
    tree().forEach(p -> command.add(Long.toString(p.pid())));
    run(command);
  }

  /**
   * The postmaster first: stopped before its children are listed, it cannot fork one that escapes.
   */
  private List<ProcessHandle> tree() {
    run(List.of("kill", "-STOP", Long.toString(process.pid())));
    var all = new ArrayList<ProcessHandle>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    return all;
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }

  private Path log() {
    return directory.resolve("postgres.log");
  }

  private String readLog() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  /**
   * Below the range of which the kernel serves outgoing connections (from 32768 on Linux): one of
   * those could take the port while the data directory is made.
   */
  private static int freePort() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      try (var socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
        return socket.getLocalPort();
      } catch (IOException occupied) {
        // another one, then
      }
    }
    throw new IllegalStateException("ports: 100 are occupied (expected: a free one)");
  }

  /** The folder booking/postgres, seen from any module of the repository. */
  private static Path findHome() {
    for (Path d = Path.of("").toAbsolutePath(); d != null; d = d.getParent()) {
      Path home = d.resolve("booking/postgres");
      if (Files.isExecutable(home.resolve("bin/postgres-instance"))) {
        return home;
      }
    }
    throw new IllegalStateException(
        "working directory: "
            + Path.of("").toAbsolutePath()
            + " (expected: inside the repository, for booking/postgres/bin)");
  }
}
