package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.verify.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts how often each interesting state was reached. Invariants that hold in a world where
 * nothing happens prove nothing; so a whole run fails when one of these was never reached. Not
 * thread-safe.
 */
public final class Sometimes {
  private final Platform platform;
  private final Map<Enum<?>, Long> counts = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Cause> causes = new HashMap<>();
  private final Map<String, ActIntended> intents = new HashMap<>();
  private final Map<String, Remedy> treated = new HashMap<>();
  private final Set<Remedy> refused = new HashSet<>();

  /** One line of the table: a state, its kind, and how often it was reached. */
  public record Reached(String kind, String state, long times) {}

  Sometimes(Platform platform) {
    this.platform = platform;
  }

  /** What there is none of on a platform, and what no run is about. */
  private static Set<Enum<?>> without(Platform platform) {
    Set<Enum<?>> without = new HashSet<>(Set.of(Cause.NOTHING_WRONG, RemedyKind.RESTART_ROLL_OUT));
    without.addAll(
        switch (platform) {
          case LOCAL -> Set.of(Rare.TOOK_EFFECT_LATE, Rare.NODE_LOST);
          case KUBERNETES ->
              Set.of(
                  Cause.INSTANCE_ERRORING,
                  RemedyKind.RESTART,
                  RemedyKind.EJECT,
                  Incident.Ending.UNPROVEN,
                  Rare.EJECTED_BY_DATA_PATH,
                  Rare.SLOW_BLAMED);
        });
    return without;
  }

  void count(Enum<?> state) {
    counts.merge(state, 1L, Long::sum);
  }

  void add(Sometimes other) {
    other.counts.forEach((state, times) -> counts.merge(state, times, Long::sum));
  }

  /** Every state in a fixed order, those never reached with 0. */
  public List<Reached> table() {
    List<Reached> table = new ArrayList<>();
    list(table, "cause", Cause.values());
    list(table, "remedy done", RemedyKind.values());
    list(table, "verdict", Verdict.Reason.values());
    list(table, "outcome", Outcome.Kind.values());
    list(table, "proof", Verification.Proof.values());
    list(table, "ending", Incident.Ending.values());
    list(table, "healer killed", KillPoint.values());
    list(table, "rare", Rare.values());
    return table;
  }

  private void list(List<Reached> table, String kind, Enum<?>[] states) {
    Set<Enum<?>> without = without(platform);
    for (Enum<?> state : states) {
      if (!without.contains(state)) {
        table.add(new Reached(kind, state.name(), counts.getOrDefault(state, 0L)));
      }
    }
  }

  /** States that were never reached. */
  public List<Reached> never() {
    return table().stream().filter(r -> r.times() == 0).toList();
  }

  void see(Event event) {
    switch (event) {
      case Event.Written written -> entry(written.entry());
      case Event.Killed killed -> count(killed.point());
      case Event.Requests r -> {}
      case Event.Ejections e -> count(Rare.EJECTED_BY_DATA_PATH);
      case Event.EpisodeEnded ended -> {
        if (ended.endings().isEmpty() && ended.stuck().isEmpty()) {
          count(Rare.NOTHING_HAPPENED);
        }
        if (ended.plain()) {
          switch (ended.expected()) {
            case HEALED -> count(Rare.SURELY_HEALED);
            case ESCALATED -> count(Rare.SURELY_ESCALATED);
            case UNTOUCHED -> count(Rare.SURELY_UNTOUCHED);
            case EITHER -> {}
          }
        }
      }
      case Event.Started s -> {}
      case Event.Governed g -> {}
      case Event.Performed p -> {}
      case Event.TookEffect t -> count(Rare.TOOK_EFFECT_LATE);
      case Event.Stepped s -> {}
    }
  }

  private void entry(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.IncidentOpened o -> {
        open.add(o.incident());
        if (open.size() > 1) {
          count(Rare.TWO_OPEN);
        }
        if (o.recurrenceOf() != null) {
          count(Rare.RECURRENCE_CLIMBED);
        }
        causes.put(o.incident(), o.cause());
      }
      case JournalEntry.Diagnosed d -> {
        Cause before = causes.put(d.incident(), d.cause());
        if (before != null && before != d.cause()) {
          count(Rare.REDIAGNOSED);
        }
        count(d.cause());
        if (d.cause() == Cause.INSTANCE_ERRORING
            && d.evidence().stream().anyMatch(e -> e.endsWith(Symptom.SLOW.sentence()))) {
          count(Rare.SLOW_BLAMED);
        }
      }
      case JournalEntry.Planned p -> {
        if (!p.remedy().kind().mutates()) {
          count(p.remedy().kind());
        }
      }
      case JournalEntry.Judged j -> count(j.verdict().reason());
      case JournalEntry.Approved a -> count(Rare.APPROVED);
      case ActIntended i -> {
        intents.put(i.key(), i);
        if (i.undo()) {
          count(overdue(i) ? Rare.UNDONE_BY_DEADLINE : Rare.UNDONE_AT_CLOSE);
        } else if (i.remedy().disrupts()) {
          Remedy before = treated.put(i.incident(), i.remedy());
          if (before != null && !before.lock().equals(i.remedy().lock())) {
            count(Rare.NEXT_TARGET);
          }
        }
      }
      case JournalEntry.ActReported r -> reported(r);
      case JournalEntry.Verified v -> {
        count(v.verification().proof());
        boolean proven = v.verification().proof() == Verification.Proof.RECOVERED;
        if (proven && v.remedy().kind() == RemedyKind.ROLL_BACK) {
          count(Rare.ROLLED_BACK_AND_PROVEN);
        }
        if (proven
            && v.remedy().disrupts()
            && causes.get(v.incident()) == Cause.SHARED_CAUSE_UNKNOWN) {
          count(Rare.RESTARTED_OF_MANY);
        }
        if (v.verification().why().startsWith("the platform waits until")) {
          count(Rare.PLATFORM_OUTRUN);
        }
      }
      case JournalEntry.IncidentClosed c -> {
        open.remove(c.incident());
        count(c.ending());
      }
      case JournalEntry.Skipped s -> {
        if (s.why().contains("the platform has refused it since")) {
          count(Rare.REFUSED_TO_THE_END);
        }
      }
      case JournalEntry.Escalated e -> {}
      case JournalEntry.HealerStarted s -> {}
      case JournalEntry.PlatformRestarted p -> {}
      case JournalEntry.RevisionProven p -> {}
      case JournalEntry.RevisionCondemned c -> {}
      case JournalEntry.Paused p -> {}
      case JournalEntry.Resumed r -> {}
    }
  }

  private static boolean overdue(ActIntended undo) {
    return switch (undo.remedy()) {
      case Remedy.HoldRestarts h -> !h.until().isAfter(undo.at());
      case Remedy.Eject e -> !e.until().isAfter(undo.at());
      default -> false;
    };
  }

  private void reported(JournalEntry.ActReported report) {
    count(report.outcome().kind());
    ActIntended intent = intents.remove(report.key());
    if (intent == null) {
      return;
    }
    if (report.at().isAfter(intent.at())) {
      count(Rare.OUTCOME_RECALLED);
    }
    if (intent.undo()) {
      return;
    }
    if (report.outcome().kind() == Outcome.Kind.REFUSED) {
      refused.add(intent.remedy());
    } else if (report.outcome().kind() == Outcome.Kind.DONE) {
      count(intent.remedy().kind());
      if (refused.remove(intent.remedy())) {
        count(Rare.REFUSED_AND_DONE_LATER);
      }
    }
  }
}
