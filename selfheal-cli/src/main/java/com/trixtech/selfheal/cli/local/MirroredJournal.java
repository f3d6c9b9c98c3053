package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lets people read what the loop remembers without waiting for the loop: an act may take seconds,
 * and just then its intent must be seen. An incident's state is the replay of its entries, so a
 * second replay beside the loop's is as true as the loop's own. Reading is thread-safe; appending
 * is the loop's alone.
 */
final class MirroredJournal implements Journal {
  private final Journal journal;
  private final Memory memory;

  MirroredJournal(Journal journal, int history) {
    this.journal = journal;
    this.memory = new Memory(history);
    journal.replay().forEach(memory::apply);
  }

  @Override
  public void append(JournalEntry entry) {
    journal.append(entry);
    synchronized (memory) {
      memory.apply(entry);
    }
  }

  @Override
  public void flush() {
    journal.flush();
  }

  @Override
  public List<JournalEntry> replay() {
    return journal.replay();
  }

  /** Remembered incidents, newest first, as {@code view} shows them. */
  <T> List<T> incidents(boolean all, Function<Incident, T> view) {
    synchronized (memory) {
      List<Incident> found = new ArrayList<>(all ? memory.closed() : List.of());
      found.addAll(memory.open());
      return found.reversed().stream().map(view).toList();
    }
  }

  List<Pause> pauses(Instant now) {
    synchronized (memory) {
      return memory.pauses(now);
    }
  }
}
