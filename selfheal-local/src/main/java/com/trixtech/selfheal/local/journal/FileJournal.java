package com.trixtech.selfheal.local.journal;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal in a folder of JSON lines. What was appended is on the disk when {@link #flush}
 * returns, by one write; where it fails, no half of an entry is left behind. One writer at a time:
 * a lock on the folder says so. Not thread-safe, as the port allows; {@link #read} is free for all.
 */
public final class FileJournal implements Journal, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(FileJournal.class.getName());

  private final JournalFolder folder;
  private final Retention retention;
  private final FileChannel lock;
  private final @Nullable Path torn;

  /**
   * Not a FileChannel: an interrupt of the writing thread would close that for good, and the thread
   * of a healer that is being stopped is interrupted while its last entries matter most.
   */
  private RandomAccessFile file;

  private long length;
  private final Deque<Taken> taken = new ArrayDeque<>();

  /** An entry that is not on the disk yet. */
  private record Taken(Instant at, byte[] line) {}

  private FileJournal(JournalFolder folder, Retention retention, FileChannel lock)
      throws IOException {
    this.folder = folder;
    this.retention = retention;
    this.lock = lock;
    folder.entries(); // damage before the end is said now, and not at the first act
    file = new RandomAccessFile(folder.current().toFile(), "rw");
    try {
      JournalFile content = JournalFile.read(folder.current());
      length = content.goodLength();
      torn = setAside(content);
      folder.force();
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Opens, or begins, the journal in this folder with the usual retention. */
  public static FileJournal open(Path folder) {
    return open(folder, Retention.DEFAULT);
  }

  /**
   * Opens, or begins, the journal in this folder. An entry that a crash cut off is moved into a
   * file {@code journal.torn-TIME} beside it.
   *
   * @throws JournalUnavailable when it cannot be written, is damaged before its end, or another
   *     process writes it
   */
  public static FileJournal open(Path folder, Retention retention) {
    FileChannel lock = null;
    try {
      Files.createDirectories(folder);
      lock =
          FileChannel.open(
              folder.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      requireAlone(lock);
      return new FileJournal(new JournalFolder(folder), retention, lock);
    } catch (IOException e) {
      if (lock != null) {
        try {
          lock.close();
        } catch (IOException later) {
          e.addSuppressed(later);
        }
      }
      throw new JournalUnavailable("journal: " + reason(e) + " in " + folder, e);
    }
  }

  /**
   * Every entry, for a reader that does not write: no lock is taken, nothing is repaired, and what
   * is being written at this moment is not there yet.
   */
  public static List<JournalEntry> read(Path folder) {
    JournalFolder files = new JournalFolder(folder);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try {
      for (int attempt = 0; ; attempt++) {
        List<Path> before = files.closed();
        try {
          List<JournalEntry> entries = files.entries();
          if (files.closed().equals(before)) {
            return entries;
          }
        } catch (IOException e) { // a file may have gone between the listing and the reading
          if (attempt == 3 || files.closed().equals(before)) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw new JournalUnavailable("journal: " + reason(e) + " in " + folder, e);
    }
  }

  @Override
  public void append(JournalEntry entry) {
    taken.addLast(new Taken(entry.at(), EntryJson.line(entry)));
  }

  @Override
  public void flush() {
    while (!taken.isEmpty()) {
      writeWhatFits();
    }
  }

  /** Writes as many of the taken entries as belong into one file, at least one. */
  private void writeWhatFits() {
    try {
      boolean rotated = length > 0 && !fits(0, taken.getFirst());
      if (rotated) {
        rotate();
      }
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      int count = 0;
      for (Taken next : taken) {
        if (count > 0 && !fits(lines.size(), next)) {
          break;
        }
        lines.writeBytes(next.line());
        count++;
      }
      file.setLength(length); // whatever an earlier failure could not take back
      file.seek(length);
      file.write(lines.toByteArray());
      file.getFD().sync();
      length += lines.size();
      Instant at = taken.getFirst().at();
      for (int i = 0; i < count; i++) {
        taken.removeFirst();
      }
      if (rotated) {
        shrinkOld(at);
      }
    } catch (IOException e) {
      takeBack(e);
      throw new JournalUnavailable(
          "journal: %s; %s (expected: a writable file; free some space, or give another place with --state) in %s"
              .formatted(reason(e), free(), folder.current()),
          e);
    }
  }

  private boolean fits(int before, Taken next) {
    return length + before + next.line().length <= retention.bytes();
  }

  @Override
  public List<JournalEntry> replay() {
    return read(folder.path());
  }

  /** Where the entry is that a crash had cut off before this journal was opened, if any. */
  public Optional<Path> torn() {
    return Optional.ofNullable(torn);
  }

  @Override
  public void close() {
    try (lock) {
      file.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "journal: not closed cleanly in " + folder.path(), e);
    }
  }

  private static void requireAlone(FileChannel lock) throws IOException {
    try {
      FileLock held = lock.tryLock();
      if (held != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // another journal of this very process holds it: said below
    }
    throw new IOException(
        "locked by another process (expected: one healer for one state directory; stop the other, or give this one its own --state)");
  }

  private @Nullable Path setAside(JournalFile content) throws IOException {
    if (content.torn().length == 0) {
      return null;
    }
    Path aside =
        folder.path().resolve("journal.torn-" + Instant.now().toString().replace(':', '-'));
    Files.write(aside, content.torn());
    file.setLength(length);
    file.getFD().sync();
    return aside;
  }

  /**
   * The old file stays open until the new one is: a failure in between leaves a journal that goes
   * on.
   */
  private void rotate() throws IOException {
    file.setLength(length);
    folder.rotate();
    RandomAccessFile next = new RandomAccessFile(folder.current().toFile(), "rw");
    RandomAccessFile old = file;
    file = next;
    length = 0;
    old.close();
    folder.force();
  }

  private void shrinkOld(Instant now) {
    try {
      folder.shrink(retention, now);
    } catch (IOException e) { // more history than wanted is no reason not to act
      LOG.log(System.Logger.Level.WARNING, "journal: old files are kept in " + folder.path(), e);
    }
  }

  private void takeBack(IOException because) {
    try {
      file.setLength(length);
    } catch (IOException e) { // the next flush tries again before it writes
      because.addSuppressed(e);
    }
  }

  private String free() {
    try {
      return Files.getFileStore(folder.path()).getUsableSpace() + " bytes free";
    } catch (IOException e) {
      return "free space unknown";
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
