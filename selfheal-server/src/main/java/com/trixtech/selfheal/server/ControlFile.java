package com.trixtech.selfheal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code STATE/control.json}: where the healer of a state listens and the token that opens it.
 * Readable by its owner only; written whole or not at all.
 *
 * @param processStartedAt tells the healer from a later process that was given the same pid
 */
public record ControlFile(String token, String url, long pid, Instant processStartedAt) {

  public static Path in(Path state) {
    return state.resolve("control.json");
  }

  /** Empty where no healer has written one. */
  public static Optional<ControlFile> read(Path state) {
    Path file = in(state);
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), ControlFile.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("control file: " + file + " cannot be read", e);
    }
  }

  public void write(Path state) throws IOException {
    Files.createDirectories(state);
    Path file = in(state);
    Path draft =
        Files.createTempFile(
            state,
            "control",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(draft, Json.MAPPER.writeValueAsBytes(this));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("control file: " + file + " (expected: a file system that renames)", e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Whether the process that wrote it still lives. */
  public boolean alive() {
    return process().isPresent();
  }

  /** The healer's process, unless it has ended. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> !ended(handle.pid()))
        .filter(handle -> sameStart(handle, processStartedAt));
  }

  /** A process that ended and that nobody has collected yet is still listed, as a zombie. */
  private static boolean ended(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException e) {
      return false; // no /proc on this machine, or gone this very moment
    }
  }

  /** The kernel counts a start in hundredths of a second, from a boot time that may be adjusted. */
  private static boolean sameStart(ProcessHandle handle, Instant startedAt) {
    return handle
        .info()
        .startInstant()
        .map(start ->
            java.time.Duration.between(start, startedAt)
                    .abs()
                    .compareTo(java.time.Duration.ofSeconds(2))
                <= 0)
        .orElse(true);
  }

  /** The token must not get into a log by way of a message. */
  @Override
  public String toString() {
    return "control of healer pid " + pid + " at " + url;
  }
}
