package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.Approved;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.Skipped;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Course;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong with one workload, from its first symptom to its end. Its state is the
 * replay of its entries: it changes through {@link #apply} and in no other way. Not thread-safe.
 */
public final class Incident {
  private final IncidentOpened opened;
  private final List<OfIncident> entries = new ArrayList<>();
  private final Map<String, Integer> triesOnRung = new HashMap<>();
  private final Set<String> replaced = new HashSet<>();
  private final Set<String> incurable = new HashSet<>();
  private final Map<String, ActIntended> standing = new HashMap<>();
  private final Map<String, Instant> undoTried = new HashMap<>();
  private Stage stage = Stage.OPEN;
  private Cause cause;
  private List<String> affected = List.of();
  private int rung;
  private @Nullable Planned planned;
  private @Nullable Verdict verdict;
  private @Nullable Instant refusedSince;
  private @Nullable ActIntended pending;
  private boolean approved;
  private int acts;
  private @Nullable Instant lastActAt;
  private @Nullable Instant provingSince;
  private @Nullable Remedy proved;
  private @Nullable Outcome lastOutcome;
  private @Nullable Escalated escalated;
  private @Nullable IncidentClosed closed;

  /** Where an incident is. */
  public enum Stage {
    OPEN,
    PLANNED,
    ACTING,
    PROVING,
    ESCALATED,
    CLOSED
  }

  /** How an incident ended. */
  public enum Ending {
    RECOVERED("Recovered", "a remedy helped, and the proof held"),
    RECOVERED_BY_PLATFORM(
        "RecoveredByPlatform", "the platform's own restart helped, and the proof held"),
    RECOVERED_BY_ITSELF("RecoveredByItself", "it was well again before anything was done"),
    RECOVERED_AFTER_ESCALATION(
        "RecoveredAfterEscalation", "it was well again after a person had been called"),
    TARGET_GONE("TargetGone", "the workload was removed");

    private final String word;
    private final String sentence;

    Ending(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    public String word() {
      return word;
    }

    public String sentence() {
      return sentence;
    }
  }

  public Incident(IncidentOpened opened) {
    this.opened = opened;
    this.cause = opened.cause();
    this.rung = opened.rung();
    entries.add(opened);
  }

  /** Folds one more entry in. */
  public void apply(OfIncident entry) {
    entries.add(entry);
    switch (entry) {
      case IncidentOpened o ->
          throw new IllegalStateException("incident " + id() + ": opened twice (expected: once)");
      case Diagnosed d -> diagnosed(d);
      case Planned p -> planned(p);
      case Skipped s -> {}
      case Judged j -> judged(j);
      case Approved a -> approved = true;
      case ActIntended a -> intended(a);
      case ActReported r -> reported(r);
      case Verified v -> verified(v);
      case Escalated e -> {
        escalated = e;
        stage = Stage.ESCALATED;
      }
      case IncidentClosed c -> {
        closed = c;
        stage = Stage.CLOSED;
      }
    }
  }

  private void diagnosed(Diagnosed entry) {
    if (entry.cause() != cause) {
      cause = entry.cause();
      rung = 0;
      triesOnRung.clear();
      incurable.addAll(replaced);
      planned = null;
      approved = false;
      if (stage == Stage.PROVING || stage == Stage.PLANNED) {
        stage = Stage.OPEN;
      }
    }
    if (!replaced.isEmpty()) {
      // What ails after a replacement is not cured by another one: that would go on for ever.
      entry.affected().stream().filter(name -> !affected.contains(name)).forEach(incurable::add);
    }
    affected = entry.affected();
  }

  private void planned(Planned entry) {
    if (entry.rung() != rung) {
      triesOnRung.clear();
    }
    boolean sameStep =
        planned != null && entry.rung() == rung && entry.remedy().kind() == planned.remedy().kind();
    if (!sameStep) {
      // Another target of the same step is refused as long as the first one was.
      refusedSince = null;
    }
    approved = false;
    rung = entry.rung();
    planned = entry;
    verdict = null;
    stage = Stage.PLANNED;
    if (entry.remedy() instanceof Remedy.AwaitPlatform) {
      triesOnRung.merge(entry.remedy().lock(), 1, Integer::sum);
      provingSince = entry.at();
      stage = Stage.PROVING;
    }
  }

  /** A StatefulSet gives the next life the same name, so a replacement counts for both. */
  private void tried(Remedy remedy, int times) {
    triesOnRung.merge(remedy.lock(), times, Integer::sum);
    if (remedy instanceof Remedy.Replace) {
      triesOnRung.merge(remedy.target(), times, Integer::sum);
    }
  }

  private void judged(Judged entry) {
    verdict = entry.verdict();
    if (!entry.verdict().reason().lasting()) {
      refusedSince = null;
    } else if (refusedSince == null) {
      refusedSince = entry.at();
    }
  }

  private void intended(ActIntended entry) {
    pending = entry;
    if (entry.undo()) {
      return;
    }
    acts++;
    lastActAt = entry.at();
    tried(entry.remedy(), 1);
    if (entry.remedy() instanceof Remedy.Replace) {
      replaced.add(entry.remedy().target());
    }
    stage = Stage.ACTING;
    if (entry.undoBy() != null) {
      standing.put(entry.key(), entry);
    }
  }

  private void reported(ActReported entry) {
    ActIntended act = pending;
    pending = null;
    if (act == null) {
      return;
    }
    if (act.undo()) {
      undone(act, entry);
      return;
    }
    lastOutcome = entry.outcome();
    boolean happened = entry.outcome().kind().mayHaveHappened();
    if (!happened) {
      standing.remove(act.key());
    }
    if (entry.outcome().kind() == Outcome.Kind.NEVER_SENT) {
      acts--;
      tried(act.remedy(), -1);
    }
    provingSince = entry.at();
    stage = happened ? Stage.PROVING : Stage.OPEN;
  }

  /**
   * A refused undo has nothing left to take back: its target is gone. One that failed, or whose
   * answer was lost, is tried again until the time at which the platform ends the effect itself.
   */
  private void undone(ActIntended act, ActReported report) {
    boolean settled =
        switch (report.outcome().kind()) {
          case DONE, REFUSED -> true;
          case FAILED, UNKNOWN, NEVER_SENT -> false;
        };
    for (ActIntended effect : List.copyOf(standing.values())) {
      if (effect.remedy().equals(act.remedy())) {
        boolean over = effect.undoBy() != null && !effect.undoBy().isAfter(report.at());
        if (settled || over) {
          standing.remove(effect.key());
          undoTried.remove(effect.key());
        } else if (report.outcome().kind() != Outcome.Kind.NEVER_SENT) {
          undoTried.put(effect.key(), report.at());
        }
      }
    }
  }

  private void verified(Verified entry) {
    stage = Stage.OPEN;
    if (entry.verification().proof() == Verification.Proof.RECOVERED) {
      planned = null;
      proved = entry.remedy();
    }
  }

  public String id() {
    return opened.incident();
  }

  /** The id of the incident with this number: {@code i-0001}. */
  static String id(int number) {
    return "i-%04d".formatted(number);
  }

  static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  public WorkloadRef workload() {
    return opened.workload();
  }

  public IncidentOpened opened() {
    return opened;
  }

  public Stage stage() {
    return stage;
  }

  public Cause cause() {
    return cause;
  }

  /** Names of the instances that the last diagnosis blamed. */
  public List<String> affected() {
    return affected;
  }

  public Course course() {
    Map<String, Integer> tries = new HashMap<>(triesOnRung);
    incurable.forEach(name -> tries.put(name, Integer.MAX_VALUE));
    return new Course(id(), rung, tries);
  }

  public Optional<Planned> planned() {
    return Optional.ofNullable(planned);
  }

  /** What the guard last said of the planned remedy. */
  public Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  /** Since when the planned remedy has been refused, without a break, by no person's will. */
  public Optional<Instant> refusedSince() {
    return Optional.ofNullable(refusedSince);
  }

  /** An act whose outcome is not in the journal: the healer ended in its middle. */
  public Optional<ActIntended> pending() {
    return Optional.ofNullable(pending);
  }

  /** Acts whose effect stands until it is taken back, by key. */
  public List<ActIntended> standing() {
    return List.copyOf(standing.values());
  }

  /** When it was last tried in vain to take back the effect of the act with this key. */
  public Optional<Instant> undoTriedAt(String key) {
    return Optional.ofNullable(undoTried.get(key));
  }

  /** What the platform answered to the last act. */
  public Optional<Outcome> lastOutcome() {
    return Optional.ofNullable(lastOutcome);
  }

  public boolean approved() {
    return approved;
  }

  public int acts() {
    return acts;
  }

  public Optional<Instant> lastActAt() {
    return Optional.ofNullable(lastActAt);
  }

  /** Since when the present remedy is being proven. */
  public Optional<Instant> provingSince() {
    return Optional.ofNullable(provingSince);
  }

  /** How it ended, if it is well again now. */
  public Ending endingIfWell() {
    if (escalated != null) {
      return Ending.RECOVERED_AFTER_ESCALATION;
    }
    if (proved == null) {
      return Ending.RECOVERED_BY_ITSELF;
    }
    return proved instanceof Remedy.AwaitPlatform ? Ending.RECOVERED_BY_PLATFORM : Ending.RECOVERED;
  }

  public Optional<Escalated> escalated() {
    return Optional.ofNullable(escalated);
  }

  public Optional<IncidentClosed> closed() {
    return Optional.ofNullable(closed);
  }

  /** All that happened, in order. */
  public List<OfIncident> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** The outcome of the act with this key, once it is known. */
  public Optional<Outcome> outcome(String key) {
    return entries.stream()
        .filter(e -> e instanceof ActReported r && r.key().equals(key))
        .map(e -> ((ActReported) e).outcome())
        .findFirst();
  }
}
