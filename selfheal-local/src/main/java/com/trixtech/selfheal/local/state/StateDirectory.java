package com.trixtech.selfheal.local.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One state directory, held by one runtime at a time. Files are read and written by the event loop
 * only, except logs and volumes, which belong to the instances.
 */
public final class StateDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private StateDirectory(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Creates the directory where it is missing, and takes its lock.
   *
   * @throws LocalException when it cannot be written, or another runtime holds it
   */
  public static StateDirectory open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      createPrivate(root);
      for (String part : List.of("instances", "workloads", "applied", "acts", "faults")) {
        Files.createDirectories(root.resolve(part));
      }
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(root.resolve("lock")).strip();
        channel.close();
        throw new LocalException(
            "state: %s already running (pid %s) (expected: one runtime for each state directory; choose another with --state)"
                .formatted(root, holder.isEmpty() ? "unknown" : holder));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new StateDirectory(root, channel, lock);
    } catch (IOException e) {
      throw new LocalException(
          "state: %s cannot be written: %s (expected: a directory that this user may write)"
              .formatted(root, e),
          e);
    }
  }

  /** The directory itself, absolute. */
  public Path root() {
    return root;
  }

  /** A path inside, whose directory is created. */
  public Path path(String first, String... more) {
    Path path = root.resolve(Path.of(first, more));
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw failed("write", path, e);
    }
    return path;
  }

  /** Replaces a file whole, and returns after it is on the disk. */
  public void write(String name, Object value) {
    writeAll(Map.of(name, value));
  }

  /**
   * Replaces files whole, and returns after they are on the disk. Where one cannot be written, as
   * on a full disk, all stay as they were.
   *
   * @throws StateUnavailable when that is so
   */
  public void writeAll(Map<String, ?> values) {
    Map<Path, Path> written = new LinkedHashMap<>();
    try {
      values.forEach((name, value) -> {
        Path file = path(name);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        writeNew(name, value, temporary, () -> written.put(temporary, file));
      });
      written.forEach(this::replace);
    } catch (StateUnavailable e) {
      written.keySet().forEach(temporary -> temporary.toFile().delete()); // room for others
      throw e;
    }
  }

  private void writeNew(String name, Object value, Path temporary, Runnable opened) {
    try {
      byte[] bytes = Json.mapper().writeValueAsBytes(value);
      try (FileChannel out =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        opened.run();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(false);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name + ": not JSON (expected: a record)", e);
    } catch (IOException e) {
      throw failed("write", root.resolve(name), e);
    }
  }

  private void replace(Path temporary, Path file) {
    try {
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  /** Reads one file; empty when it is not there. */
  public <T> Optional<T> read(String name, Class<T> type) {
    return read(root.resolve(name), type);
  }

  /** Every record of one folder. */
  public <T> List<T> readAll(String folder, Class<T> type) {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .flatMap(file -> read(file, type).stream())
          .toList();
    } catch (IOException e) {
      throw failed("read", root.resolve(folder), e);
    }
  }

  /** Deletes a file, there or not. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
    } catch (IOException e) {
      throw failed("delete", root.resolve(name), e);
    }
  }

  /** Deletes a directory with all that is in it, there or not. Symbolic links are not followed. */
  public static void deleteTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new LocalException(
          "state: %s cannot be deleted: %s (expected: no process to write there any more)"
              .formatted(directory, e),
          e);
    }
  }

  /** Creates a directory that only this user can enter: Secrets stand in it. */
  public static void createPrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Gives the lock back; the files stay. */
  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw failed("close", root.resolve("lock"), e);
    }
  }

  private <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private StateUnavailable failed(String verb, Path file, IOException e) {
    long free;
    try {
      free = Files.getFileStore(root).getUsableSpace();
    } catch (IOException unknown) {
      free = -1;
    }
    return new StateUnavailable(
        "state: cannot %s %s: %s (expected: a writable directory with free space; %d bytes are free)"
            .formatted(verb, file, e.getMessage(), free),
        e);
  }
}
