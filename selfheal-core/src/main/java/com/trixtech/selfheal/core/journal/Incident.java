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
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
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
  private final Effects effects = new Effects();
  private final Climb climb;
  private Stage stage = Stage.OPEN;
  private Cause cause;
  private List<String> affected = List.of();
  private final Set<Symptom> symptoms = EnumSet.noneOf(Symptom.class);
  private @Nullable Planned planned;
  private @Nullable Verdict verdict;
  private @Nullable Instant refusedSince;
  private @Nullable ActIntended pending;
  private boolean approved;
  private int acts;
  private @Nullable Instant lastActAt;
  private @Nullable Instant provingSince;
  private @Nullable Remedy proved;
  private boolean proven;
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
    UNPROVEN(
        "Unproven",
        "nothing ails any more, but too few requests came to show that the answers are good again, or an"
            + " alert still fires"),
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
    this.climb = new Climb(opened.rung());
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
      climb.anew(cause, entry.cause());
      cause = entry.cause();
      if (entry.cause() != Cause.SIGNALS_BLIND) {
        symptoms.clear();
      }
      planned = null;
      approved = false;
      if (stage == Stage.PROVING || stage == Stage.PLANNED) {
        stage = Stage.OPEN;
      }
    }
    climb.blamed(entry.affected(), affected);
    affected = entry.affected();
    symptoms.addAll(entry.symptoms());
    proven = false;
  }

  private void planned(Planned entry) {
    boolean sameStep =
        planned != null
            && entry.rung() == climb.rung()
            && entry.remedy().kind() == planned.remedy().kind();
    if (!sameStep && !climb.flaps()) {
      // Another target of the same step is refused as long as the first one was.
      refusedSince = null;
    }
    approved = false;
    climb.planned(entry);
    planned = entry;
    verdict = null;
    stage = Stage.PLANNED;
    if (entry.remedy() instanceof Remedy.AwaitPlatform) {
      provingSince = entry.at();
      stage = Stage.PROVING;
    }
  }

  private void judged(Judged entry) {
    verdict = entry.verdict();
    climb.judged(entry);
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
    climb.intended(entry.remedy());
    effects.begun(entry);
    stage = Stage.ACTING;
  }

  private void reported(ActReported entry) {
    ActIntended act = pending;
    pending = null;
    if (act == null) {
      return;
    }
    if (act.undo()) {
      effects.undone(act, entry);
      return;
    }
    lastOutcome = entry.outcome();
    boolean happened = entry.outcome().kind().mayHaveHappened();
    if (!happened) {
      effects.neverWas(act.key());
    }
    acts -= entry.outcome().kind() == Outcome.Kind.NEVER_SENT ? 1 : 0;
    climb.reported(act.remedy(), entry.outcome(), entry.at());
    provingSince = entry.at();
    stage = happened ? Stage.PROVING : Stage.OPEN;
  }

  private void verified(Verified entry) {
    stage = Stage.OPEN;
    climb.verified(entry);
    proven = entry.verification().proof() == Verification.Proof.RECOVERED;
    if (proven) {
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

  /** What its instances have shown since it has this cause. */
  public Set<Symptom> symptoms() {
    return Collections.unmodifiableSet(symptoms);
  }

  /** How far its targets were treated. */
  public Course course() {
    return climb.course(id());
  }

  /** The rung that was planned last. */
  public int rung() {
    return climb.rung();
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
    return effects.all();
  }

  /**
   * When it may be tried again to take back the effect of the act with this key, once it was tried
   * in vain: after a rest that doubles, to at most a minute or {@code rest} itself.
   */
  public Optional<Instant> undoAgainAt(String key, Duration rest) {
    return effects.undoAgainAt(key, rest);
  }

  /** What the platform answered to the last act. */
  public Optional<Outcome> lastOutcome() {
    return Optional.ofNullable(lastOutcome);
  }

  /** Whether its planned remedy waits for a person's approval, and for nothing else. */
  public boolean awaitsApproval() {
    return stage == Stage.PLANNED
        && verdict != null
        && verdict.reason() == Verdict.Reason.AWAITING_APPROVAL;
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

  /** Whether a remedy was proven, and nothing has ailed since. */
  public boolean proven() {
    return proven;
  }

  /**
   * When an instance was last replaced, if a replacement was what helped; to the second, as
   * platforms tell when an instance was created.
   */
  public Optional<Instant> replacedAt() {
    return proved instanceof Remedy.Replace
        ? lastActAt().map(at -> Instant.ofEpochSecond(at.getEpochSecond()))
        : Optional.empty();
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
