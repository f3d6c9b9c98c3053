package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A journal in memory that can be torn, be full, or be the last thing a healer does. It writes in
 * the order of appending, as a file does, or as a cluster may: what belongs to no incident last.
 * Not thread-safe.
 */
final class SimJournal implements Journal {
  private final KillSwitch kill;
  private final Consumer<JournalEntry> written;
  private final List<Line> lines = new ArrayList<>();
  private final List<Line> taken = new ArrayList<>();
  private final VirtualClock clock;
  private final boolean byPage;
  private int next;
  long unavailableUntil;

  private record Line(int sequence, JournalEntry entry) {
    boolean ofIncident() {
      return entry instanceof OfIncident;
    }
  }

  SimJournal(VirtualClock clock, KillSwitch kill, boolean byPage, Consumer<JournalEntry> written) {
    this.clock = clock;
    this.kill = kill;
    this.byPage = byPage;
    this.written = written;
  }

  @Override
  public void append(JournalEntry entry) {
    taken.add(new Line(next++, entry));
    kill.pass(KillPoint.APPENDED);
  }

  @Override
  public void flush() {
    if (taken.isEmpty()) {
      return;
    }
    if (clock.millis() < unavailableUntil) {
      throw new JournalUnavailable(
          "journal: no space left (expected: room for an entry)",
          new IllegalStateException("full"));
    }
    if (byPage) {
      taken.sort(Comparator.comparing(Line::ofIncident).reversed().thenComparing(Line::sequence));
    }
    boolean intent = false;
    while (!taken.isEmpty()) {
      kill.pass(KillPoint.TORN_FLUSH);
      Line line = taken.removeFirst();
      lines.add(line);
      written.accept(line.entry());
      intent |= line.entry() instanceof ActIntended;
    }
    lines.sort(Comparator.comparingInt(Line::sequence));
    kill.pass(intent ? KillPoint.INTENT_WRITTEN : KillPoint.FLUSHED);
  }

  /** The healer's process ended: what it had not flushed is lost. */
  void lose() {
    taken.clear();
    lines.sort(Comparator.comparingInt(Line::sequence));
  }

  @Override
  public List<JournalEntry> replay() {
    return lines.stream().map(Line::entry).toList();
  }
}
