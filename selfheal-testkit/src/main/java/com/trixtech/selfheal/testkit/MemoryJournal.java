package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal in memory. {@link #reopen()} is what the next life of the healer sees: the same storage
 * through a new journal. Not thread-safe, as the port allows.
 */
public final class MemoryJournal implements Journal {

  private final List<JournalEntry> storage;
  private final List<JournalEntry> taken = new ArrayList<>();
  private final boolean tornOnOpen;
  private boolean torn;
  private boolean writable = true;

  public MemoryJournal() {
    this(new ArrayList<>(), false);
  }

  private MemoryJournal(List<JournalEntry> storage, boolean tornOnOpen) {
    this.storage = storage;
    this.tornOnOpen = tornOnOpen;
  }

  @Override
  public void append(JournalEntry entry) {
    taken.add(entry);
  }

  @Override
  public void flush() {
    if (!writable && !taken.isEmpty()) {
      throw new JournalUnavailable(
          "journal: not written (expected: a writable journal) in memory",
          new IOException("the test made it unwritable"));
    }
    storage.addAll(taken);
    taken.clear();
  }

  @Override
  public List<JournalEntry> replay() {
    return List.copyOf(storage);
  }

  /** The journal as the next life of the healer opens it; what was not flushed is lost. */
  public MemoryJournal reopen() {
    return new MemoryJournal(storage, torn);
  }

  /** From now on nothing can be written, until {@code true} is said again. */
  public void writable(boolean can) {
    writable = can;
  }

  /** The healer died in the middle of writing one more entry. */
  public void tear() {
    torn = true;
  }

  /** What was found cut off when this journal was opened. */
  public Optional<String> torn() {
    return tornOnOpen ? Optional.of("one entry was cut off") : Optional.empty();
  }
}
