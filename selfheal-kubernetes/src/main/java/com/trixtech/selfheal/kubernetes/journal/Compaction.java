package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What old pages may lose. Pages of incidents that ended long ago go whole, but for the last one:
 * its number must not be given again. The operator's own pages lose what says nothing any more;
 * what is never lost is a revision's good or bad name, since forgetting that one is bad would be
 * the way back to it. What another build wrote stays as long as what it stands beside. Not
 * thread-safe.
 */
final class Compaction {
  private final Map<String, Instant> closed = new HashMap<>();
  private final Map<String, Line> lastOfPause = new HashMap<>();
  private final Retention retention;
  private final Instant now;
  private long newest = -1;
  private String newestIncident = "";

  private Compaction(Pages pages, Retention retention, Instant now) {
    this.retention = retention;
    this.now = now;
    pages.lines().forEach(entry -> look(entry.getKey()));
  }

  private void look(Line line) {
    Object read = line.read();
    if (read == null) {
      return;
    }
    if (read instanceof IncidentClosed end) {
      closed.put(end.incident(), end.at());
    }
    if (read instanceof IncidentOpened opened && line.sequence() > newest) {
      newest = line.sequence();
      newestIncident = opened.incident();
    }
    pause(read)
        .ifPresent(id ->
            lastOfPause.merge(
                id, line, (one, other) -> one.sequence() > other.sequence() ? one : other));
  }

  /** The pages that become smaller, with what stays on them. */
  static Map<Page, List<Line>> of(Pages pages, Retention retention, Instant now) {
    Compaction compaction = new Compaction(pages, retention, now);
    Set<String> over = compaction.over();
    Map<Page, List<Line>> smaller = new LinkedHashMap<>();
    for (Page page : pages.all()) {
      boolean told =
          page.lines().stream()
              .anyMatch(l -> l.read() instanceof OfIncident of && !over.contains(of.incident()));
      List<Line> left =
          page.lines().stream()
              .filter(l -> compaction.stays(l, over) || (told && l.foreign()))
              .toList();
      if (left.size() < page.lines().size()) {
        smaller.put(page, left);
      }
    }
    return smaller;
  }

  /** Incidents that ended long ago, and are more than the history holds. */
  private Set<String> over() {
    List<Map.Entry<String, Instant>> oldestFirst =
        closed.entrySet().stream()
            .filter(e -> !e.getKey().equals(newestIncident))
            .sorted(Map.Entry.comparingByValue())
            .toList();
    return oldestFirst.stream()
        .limit(Math.max(0, oldestFirst.size() - retention.incidents()))
        .filter(e -> e.getValue().plus(retention.age()).isBefore(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean stays(Line line, Set<String> over) {
    boolean old = line.at().plus(retention.age()).isBefore(now);
    return line.read() == null ? line.foreign() && !old : stays(line.read(), line, old, over);
  }

  private boolean stays(Object read, Line line, boolean old, Set<String> over) {
    return switch (read) {
      case OfIncident of -> !over.contains(of.incident());
      case ActNote note -> !over.contains(incident(note)) && !(incident(note).isEmpty() && old);
      case JournalEntry.RevisionProven _, JournalEntry.RevisionCondemned _ -> true;
      case JournalEntry.Paused paused -> // its name may be used again: the last word on it counts
          !old
              || (now.isBefore(paused.pause().until())
                  && line.equals(lastOfPause.get(paused.pause().id())));
      default -> !old;
    };
  }

  private static Optional<String> pause(Object read) {
    return switch (read) {
      case JournalEntry.Paused paused -> Optional.of(paused.pause().id());
      case JournalEntry.Resumed resumed -> Optional.of(resumed.pause());
      default -> Optional.empty();
    };
  }

  private static String incident(ActNote note) {
    int slash = note.key().indexOf('/');
    return slash < 0 ? "" : note.key().substring(0, slash);
  }
}
