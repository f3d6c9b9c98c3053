package com.trixtech.selfheal.local.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an old entry still says something: it belongs to an incident that is open or that younger
 * files still tell of, or is the last of the old ones, whose number must not be given again; or it
 * is a revision's good or bad name, since forgetting that a revision is bad would be the way back
 * to it; or it is a pause that still holds.
 */
final class Standing implements Predicate<JournalEntry> {

  private final Instant now;
  private final Set<String> incidents = new HashSet<>();
  private final Set<String> endedPauses = new HashSet<>();

  /**
   * @param old entries that may go, oldest first
   * @param kept all that follow them
   */
  Standing(List<JournalEntry> old, List<JournalEntry> kept, Instant now) {
    this.now = now;
    old.forEach(entry -> note(entry, false));
    kept.forEach(entry -> note(entry, true));
    old.stream()
        .filter(JournalEntry.IncidentOpened.class::isInstance)
        .map(JournalEntry.IncidentOpened.class::cast)
        .reduce((_, last) -> last)
        .ifPresent(last -> incidents.add(last.incident()));
  }

  @Override
  public boolean test(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.OfIncident of -> incidents.contains(of.incident());
      case JournalEntry.RevisionProven _, JournalEntry.RevisionCondemned _ -> true;
      case JournalEntry.Paused paused ->
          now.isBefore(paused.pause().until()) && !endedPauses.contains(paused.pause().id());
      case JournalEntry.Resumed _, JournalEntry.HealerStarted _, JournalEntry.PlatformRestarted _ ->
          false;
    };
  }

  private void note(JournalEntry entry, boolean stays) {
    if (entry instanceof JournalEntry.IncidentClosed closed && !stays) {
      incidents.remove(closed.incident());
    } else if (entry instanceof JournalEntry.OfIncident of) {
      incidents.add(of.incident());
    } else if (entry instanceof JournalEntry.Resumed end) {
      endedPauses.add(end.pause());
    }
  }
}
