package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A journal in memory that can be torn, be full, or be the last thing a healer does. */
final class SimJournal implements Journal {
  private final KillSwitch kill;
  private final Consumer<JournalEntry> appended;
  private final List<JournalEntry> entries = new ArrayList<>();
  private final VirtualClock clock;
  long unavailableUntil;

  SimJournal(VirtualClock clock, KillSwitch kill, Consumer<JournalEntry> appended) {
    this.clock = clock;
    this.kill = kill;
    this.appended = appended;
  }

  @Override
  public void append(JournalEntry entry) {
    if (clock.millis() < unavailableUntil) {
      throw new JournalUnavailable(
          "journal: no space left (expected: room for an entry)",
          new IllegalStateException("full"));
    }
    kill.pass(KillPoint.TORN_APPEND);
    entries.add(entry);
    appended.accept(entry);
    kill.pass(entry instanceof ActIntended ? KillPoint.INTENT_WRITTEN : KillPoint.APPENDED);
  }

  @Override
  public List<JournalEntry> replay() {
    return List.copyOf(entries);
  }

  List<JournalEntry> entries() {
    return entries;
  }
}
