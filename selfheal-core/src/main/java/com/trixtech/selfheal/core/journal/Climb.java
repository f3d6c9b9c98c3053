package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.JournalEntry.Judged;
import com.trixtech.selfheal.core.journal.JournalEntry.Planned;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Course;
import com.trixtech.selfheal.core.model.Course.Progress;
import com.trixtech.selfheal.core.model.Course.Refusal;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.verify.Verification;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fold of what was tried in one incident, target by target. Part of {@link Incident}; not
 * thread-safe.
 */
final class Climb {
  /** A cause may give way to another and come back so often, and has its whole ladder each time. */
  private static final int FRESH_STARTS = 3;

  /** How far one cause's ladder was climbed when another took its place. */
  private record Left(int rung, Map<String, Progress> progress, Set<Integer> failed) {}

  private final Map<String, Progress> progress = new HashMap<>();
  private final Set<String> replaced = new HashSet<>();
  private final Set<String> incurable = new HashSet<>();
  private final Set<Integer> failed = new HashSet<>();
  private final Map<Cause, Integer> entered = new HashMap<>();
  private final Map<Cause, Left> left = new HashMap<>();
  private boolean flaps;
  private int floor;
  private int rung;
  private @Nullable String focus;

  Climb(int floor) {
    this.floor = floor;
    this.rung = floor;
  }

  /**
   * Another cause has a ladder of its own, which begins at its first rung. One that comes again and
   * again goes on where it was left: else two causes that take turns would call nobody for ever.
   */
  void anew(Cause before, Cause cause) {
    left.put(before, new Left(rung, Map.copyOf(progress), Set.copyOf(failed)));
    int times = entered.merge(cause, 1, Integer::sum);
    Left known = left.get(cause);
    floor = 0;
    rung = 0;
    focus = null;
    progress.clear();
    failed.clear();
    flaps = times > FRESH_STARTS;
    if (known != null && flaps) {
      rung = known.rung();
      progress.putAll(known.progress());
      failed.addAll(known.failed());
    }
    incurable.addAll(replaced);
  }

  /** What ails after a replacement is not cured by another one: that would go on for ever. */
  void blamed(Collection<String> names, Collection<String> before) {
    if (!replaced.isEmpty()) {
      names.stream().filter(name -> !before.contains(name)).forEach(incurable::add);
    }
  }

  void planned(Planned entry) {
    rung = entry.rung();
    focus = entry.remedy().lock();
    reach(entry.remedy().lock());
    if (entry.remedy() instanceof Remedy.AwaitPlatform) {
      tried(entry.remedy(), 1);
    }
  }

  private Progress reach(String lock) {
    Progress known = progress.getOrDefault(lock, Progress.NONE);
    Progress now = known.rung() == rung ? known : new Progress(rung, 0, null);
    progress.put(lock, now);
    return now;
  }

  private void tried(Remedy remedy, int times) {
    add(remedy.lock(), times);
    if (remedy instanceof Remedy.Replace) {
      // A StatefulSet gives the next life the same name, so a replacement counts for both.
      add(remedy.target(), times);
    }
  }

  private void add(String lock, int times) {
    Progress known = reach(lock);
    progress.put(lock, new Progress(rung, known.tries() + times, known.refusal()));
  }

  void intended(Remedy remedy) {
    tried(remedy, 1);
  }

  /** What changed nothing was no try; what the platform refused is tried again for a while. */
  void reported(Remedy remedy, Outcome outcome, Instant at) {
    if (outcome.kind().changedNothing()) {
      tried(remedy, -1);
    } else if (remedy instanceof Remedy.Replace) {
      replaced.add(remedy.target());
    }
    if (outcome.kind() == Outcome.Kind.REFUSED) {
      refused(remedy.lock(), at, outcome.detail());
    } else if (outcome.kind() != Outcome.Kind.NEVER_SENT) {
      accepted(remedy.lock());
    }
  }

  /**
   * A disruption budget that the guard foresees refuses as the platform itself would. That a person
   * is asked again before each try ends no refusal: else one who always says yes would go on for
   * ever.
   */
  void judged(Judged entry) {
    Verdict verdict = entry.verdict();
    switch (verdict.reason()) {
      case DISRUPTION_BUDGET ->
          refused(
              entry.remedy().lock(),
              entry.at(),
              "%s (%s)".formatted(verdict.reason().sentence(), verdict.numbers()));
      case ADMITTED, ACT_IN_FLIGHT, COOLING_DOWN, BACKING_OFF, RATE_LIMITED, AWAITING_APPROVAL -> {}
      case STARTING_UP,
          MODE_OBSERVE,
          SUSPENDED,
          PAUSED,
          MAINTENANCE,
          STORM,
          MIN_HEALTHY,
          MAX_UNAVAILABLE,
          NO_DISRUPTION_BUDGET,
          TARGET_CHANGED,
          SIGNALS_STALE ->
          accepted(entry.remedy().lock());
    }
  }

  private void refused(String lock, Instant at, String why) {
    Progress known = reach(lock);
    Refusal first = known.refusal();
    progress.put(
        lock,
        new Progress(rung, known.tries(), new Refusal(first == null ? at : first.since(), why)));
  }

  /** The platform's refusal, if there was one, is over. */
  private void accepted(String lock) {
    Progress known = reach(lock);
    progress.put(lock, new Progress(rung, known.tries(), null));
  }

  void verified(Verified entry) {
    if (entry.verification().proof() == Verification.Proof.RECOVERED) {
      failed.remove(entry.rung());
    } else {
      failed.add(entry.rung());
    }
  }

  /** Whether the present cause has come again and again in this incident. */
  boolean flaps() {
    return flaps;
  }

  int rung() {
    return rung;
  }

  Course course(String incident) {
    return new Course(incident, floor, focus, progress, incurable, failed);
  }
}
