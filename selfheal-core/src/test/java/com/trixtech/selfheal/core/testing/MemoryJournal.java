package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A journal that outlives its healer, and can be made to fail. Not thread-safe. */
public final class MemoryJournal implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<JournalEntry> taken = new ArrayList<>();
  private final KillSwitch kill;
  private boolean broken;
  private Runnable afterIntent = () -> {};

  public MemoryJournal() {
    this(new KillSwitch());
  }

  public MemoryJournal(KillSwitch kill) {
    this.kill = kill;
  }

  public void broken(boolean yes) {
    broken = yes;
  }

  /** Runs each time when an intent has become durable. */
  public void afterIntent(Runnable hook) {
    afterIntent = hook;
  }

  @Override
  public void append(JournalEntry entry) {
    kill.pass("before append");
    taken.add(entry);
    kill.pass("after append");
  }

  @Override
  public void flush() {
    kill.pass("before flush");
    if (broken && !taken.isEmpty()) {
      throw new JournalUnavailable("journal: no space left", new IllegalStateException());
    }
    while (!taken.isEmpty()) {
      JournalEntry entry = taken.removeFirst();
      entries.add(entry);
      kill.pass("in flush");
      if (entry instanceof JournalEntry.ActIntended) {
        afterIntent.run();
      }
    }
  }

  /** The healer's process ended: what it had not flushed is lost. */
  void lose() {
    taken.clear();
  }

  @Override
  public List<JournalEntry> replay() {
    return List.copyOf(entries);
  }

  public <E extends JournalEntry> List<E> of(Class<E> type) {
    return stream(type).toList();
  }

  private <E extends JournalEntry> Stream<E> stream(Class<E> type) {
    return entries.stream().filter(type::isInstance).map(type::cast);
  }
}
