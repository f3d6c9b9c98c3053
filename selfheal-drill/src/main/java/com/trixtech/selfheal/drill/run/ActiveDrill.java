package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.server.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One drill at a time on one state, and a note of what it is about to break, written before it
 * does. The operating system lets go of the lock when the process dies; the note stays until the
 * fault is known to be gone, and no other drill starts meanwhile.
 */
final class ActiveDrill implements AutoCloseable {
  /** The note: the drill under way, or the one that left something behind. */
  record Note(String drill, long pid, Instant since, String state) {}

  private final Path note;
  private final FileChannel channel;
  private final FileLock lock;
  private @Nullable String standing;

  private ActiveDrill(Path note, FileChannel channel, FileLock lock) {
    this.note = note;
    this.channel = channel;
    this.lock = lock;
  }

  /** Refuses where another drill runs. */
  static ActiveDrill take(Path state, String drill) {
    Path directory = state.resolve("drills");
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new DrillRefused(
            drill, List.of("another drill runs on " + state + " (expected: one at a time)"));
      }
      return new ActiveDrill(directory.resolve("active.json"), channel, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("drill lock: cannot be taken in " + directory, e);
    }
  }

  Optional<Note> left() {
    try {
      return Files.exists(note)
          ? Optional.of(Json.MAPPER.readValue(Files.readAllBytes(note), Note.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Note("unreadable", 0, Instant.EPOCH, String.valueOf(e.getMessage())));
    }
  }

  void write(String drill, Instant now, String state) throws IOException {
    Files.write(
        note,
        Json.MAPPER.writeValueAsBytes(new Note(drill, ProcessHandle.current().pid(), now, state)));
  }

  /**
   * As {@link #write}, for what lasts over all runs of the drill: the note that {@link #forget}
   * goes back to.
   */
  void prepared(String drill, Instant now, String state) throws IOException {
    standing = state;
    write(drill, now, state);
  }

  /** What was prepared is gone. A note that says more than that stays. */
  void unprepare() throws IOException {
    boolean more = dirty();
    standing = null;
    if (!more) {
      forget();
    }
  }

  /** Whether a run has left something behind; what is prepared for the next one is not that. */
  boolean dirty() {
    return left().filter(n -> !n.state().equals(standing)).isPresent();
  }

  /** The run has left nothing behind. */
  void forget() throws IOException {
    Optional<Note> last = left();
    if (standing != null && last.isPresent()) {
      write(last.get().drill(), last.get().since(), standing);
    } else {
      Files.deleteIfExists(note);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
