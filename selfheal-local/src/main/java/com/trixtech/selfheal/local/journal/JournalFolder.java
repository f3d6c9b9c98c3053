package com.trixtech.selfheal.local.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.trixtech.selfheal.core.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one journal: {@code journal.jsonl} is written; {@code journal-1.jsonl}, {@code
 * journal-2.jsonl} … are closed, the greatest number the youngest.
 */
record JournalFolder(Path path) {

  private static final Pattern CLOSED = Pattern.compile("journal-(\\d{1,9})\\.jsonl");

  Path current() {
    return path.resolve("journal.jsonl");
  }

  /** The closed files, oldest first. */
  List<Path> closed() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> number(file) >= 0 && Files.isRegularFile(file))
          .sorted(Comparator.comparingInt(JournalFolder::number))
          .toList();
    }
  }

  /** Every entry, oldest first, without changing anything; what is torn is left out. */
  List<JournalEntry> entries() throws IOException {
    List<JournalEntry> all = new ArrayList<>();
    for (Path file : closed()) {
      all.addAll(JournalFile.read(file).entries());
    }
    if (Files.exists(current())) {
      all.addAll(JournalFile.read(current()).entries());
    }
    return all;
  }

  /** Closes the current file under the next number, unless an earlier try got as far as that. */
  void rotate() throws IOException {
    if (!Files.exists(current())) {
      return;
    }
    List<Path> closed = closed();
    int next = 1 + (closed.isEmpty() ? 0 : number(closed.getLast()));
    Files.move(current(), path.resolve("journal-" + next + ".jsonl"), ATOMIC_MOVE);
    force();
  }

  /**
   * Shrinks what is old. Each file changes at once or not at all; a crash between two of them can
   * leave the end of an incident that was closed long ago without its beginning.
   */
  void shrink(Retention retention, Instant now) throws IOException {
    List<Path> closed = closed();
    List<JournalFile> old = new ArrayList<>();
    for (Path file : closed.subList(0, Math.max(0, closed.size() - retention.files()))) {
      JournalFile read = JournalFile.read(file);
      if (!read.entries().isEmpty()
          && !read.entries().getLast().at().isBefore(now.minus(retention.age()))) {
        break;
      }
      old.add(read);
    }
    if (old.isEmpty()) {
      return;
    }
    List<JournalEntry> all = entries();
    List<JournalEntry> before = old.stream().flatMap(file -> file.entries().stream()).toList();
    Standing standing = new Standing(before, all.subList(before.size(), all.size()), now);
    for (JournalFile file : old) {
      List<JournalEntry> left = file.entries().stream().filter(standing).toList();
      if (left.isEmpty()) {
        Files.delete(file.path());
      } else if (left.size() < file.entries().size()) {
        replace(file.path(), left);
      }
    }
  }

  /** Makes the folder's own changes durable: a new name is lost in a power cut without it. */
  void force() throws IOException {
    try (FileChannel folder = FileChannel.open(path)) {
      folder.force(true);
    }
  }

  private void replace(Path file, List<JournalEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    entries.forEach(entry -> bytes.writeBytes(EntryJson.line(entry)));
    Path fresh = path.resolve("journal.new");
    Files.write(fresh, bytes.toByteArray());
    try (FileChannel written = FileChannel.open(fresh, WRITE)) {
      written.force(true);
    }
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
    force();
  }

  private static int number(Path file) {
    Matcher name = CLOSED.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }
}
