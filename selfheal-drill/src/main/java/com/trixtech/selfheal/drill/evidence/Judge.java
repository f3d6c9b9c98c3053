package com.trixtech.selfheal.drill.evidence;

import static com.trixtech.selfheal.drill.evidence.Finding.finding;
import static com.trixtech.selfheal.drill.evidence.Finding.unknown;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.Verdict;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.IncidentView.RemedyView;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds each expectation against the evidence. Pure. */
public final class Judge {
  /** Outcomes after which the world may have changed; a failed try has not. */
  private static final Set<String> DONE =
      Set.of("Verifying", "Recovered", "NotRecovered", "Inconclusive");

  private final Evidence seen;
  private final Served served;

  private Judge(Evidence seen) {
    this.seen = seen;
    this.served = new Served(seen);
  }

  /** How the run itself went comes first, then the drill's expectations in their order. */
  public static List<Finding> findings(Evidence seen) {
    Judge judge = new Judge(seen);
    List<Finding> findings = new ArrayList<>();
    findings.add(judge.ran());
    for (String disturbed : seen.disturbances()) {
      findings.add(new Finding("the run was not disturbed", disturbed, Verdict.INCONCLUSIVE));
    }
    if (seen.faultAt() != null) {
      seen.drill().expectations().forEach(e -> findings.add(judge.judge(e)));
    }
    return findings;
  }

  private Finding ran() {
    String expected =
        "all is recovered and quiet within " + seconds(seen.drill().bound()) + " of the fault";
    return switch (seen.status()) {
      case COMPLETED -> new Finding(expected, "it was", Verdict.PASSED);
      case OVERDUE, STOPPED -> new Finding(expected, seen.status().sentence(), Verdict.FAILED);
      case ABORTED, INTERRUPTED ->
          new Finding(expected, seen.status().sentence(), Verdict.INCONCLUSIVE);
    };
  }

  private Finding judge(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Diagnosed e -> diagnosed(e);
      case Expectation.Acted e -> {
        List<String> acts = words(seen.incidentsOn(e.workload()));
        boolean done =
            seen.incidentsOn(e.workload()).stream()
                .flatMap(i -> i.remedies().stream())
                .anyMatch(r -> r.remedy().equals(e.remedy().word()) && done(r));
        yield finding(e, done, acts.isEmpty() ? "nothing was done" : "done: " + list(acts));
      }
      case Expectation.NoIncident e ->
          finding(
              e,
              seen.incidents().isEmpty(),
              seen.incidents().isEmpty()
                  ? "none was"
                  : list(
                      seen.incidents().stream()
                          .map(i -> i.id() + " " + i.cause() + " on " + i.target())
                          .toList()));
      case Expectation.OnlyActs e -> {
        Set<String> allowed =
            e.allowed().stream().map(RemedyKind::word).collect(Collectors.toSet());
        List<String> others =
            seen.acts().stream()
                .filter(a -> !allowed.contains(a.remedy()))
                .map(a -> a.remedy() + " of " + a.target())
                .distinct()
                .toList();
        yield finding(e, others.isEmpty(), others.isEmpty() ? "nothing else was" : list(others));
      }
      case Expectation.ActsAtMost e -> actsAtMost(e);
      case Expectation.Untouched e -> untouched(e, e.workload(), Set.of());
      case Expectation.OthersUntouched e -> untouched(e, e.workload(), seen.hit());
      case Expectation.ReadyNeverBelow e -> readyNeverBelow(e);
      case Expectation.NothingLost e -> nothingLost(e);
      case Expectation.MoneyAddsUp e -> moneyAddsUp(e);
      case Expectation.FailedAtMost e -> {
        Traffic.Result t = seen.traffic();
        yield t.total() == 0
            ? unknown(e, "no request was sent")
            : finding(
                e,
                t.harmed() <= e.share() * t.total(),
                "%d of %d requests failed%s, %d were shed"
                    .formatted(
                        t.failed(),
                        t.total(),
                        t.failed() == 0 ? "" : " (" + list(t.failures()) + ")",
                        t.shed()));
      }
      case Expectation.RecoveredWithin e -> recoveredWithin(e);
      case Expectation.VerifiedWithin e ->
          within(
              e,
              seen.incident().map(IncidentView::openedAt).orElse(null),
              seen.verifiedAt(),
              e.within(),
              "it was never verified");
      case Expectation.HealingAgainWithin e ->
          seen.healerRestartedAt() == null
              ? unknown(e, "the healer was not killed: no act was seen under way")
              : within(
                  e, seen.healerRestartedAt(), seen.healingAgainAt(), e.within(), "it never did");
      case Expectation.HarmEndsWithin e ->
          seen.traffic().firstHarm() == null
              ? finding(e, true, "no request failed")
              : within(
                  e,
                  seen.traffic().firstHarm(),
                  seen.traffic().lastHarm(),
                  e.within(),
                  "it never did");
      case Expectation.FastAgainWithin e -> served.fastAgain(e);
      case Expectation.OriginalCurrent e -> originalCurrent(e);
      case Expectation.PaymentsDeferred e ->
          seen.traffic().deferred() == 0
              ? unknown(e, "none was: the fault had no effect that could be seen")
              : finding(e, true, seen.traffic().deferred() + " were");
      case Expectation.SettledWithin e -> settled(e);
      case Expectation.GoodputBackWithin e -> served.goodputBack(e);
      case Expectation.GoodputHeld e -> served.goodputHeld(e);
      case Expectation.OnlyShed e -> served.onlyShed(e);
      case Expectation.ServedAgainWithin e ->
          within(
              e,
              Overload.below(seen).orElse(null),
              Overload.served(seen).orElse(null),
              e.within(),
              "it never was");
      case Expectation.PagesServed e -> {
        Traffic.Result t = seen.traffic();
        yield t.pages() == 0
            ? unknown(e, "no page was asked for")
            : finding(
                e,
                t.pagesHarmed() == 0,
                "%d of %d failed or were shed".formatted(t.pagesHarmed(), t.pages()));
      }
      case Expectation.RolledOutWithin e ->
          within(
              e,
              seen.faultAt(),
              seen.samples().stream()
                  .filter(s -> Recovery.replaced(seen.before(), s, e.workload()))
                  .map(Sample::at)
                  .findFirst()
                  .orElse(null),
              e.within(),
              "some of those before were never replaced");
    };
  }

  private Finding diagnosed(Expectation.Diagnosed e) {
    List<String> causes =
        seen.incidentsOn(e.workload()).stream().map(IncidentView::cause).distinct().toList();
    Set<String> wanted = e.anyOf().stream().map(Cause::word).collect(Collectors.toSet());
    return finding(
        e,
        causes.stream().anyMatch(wanted::contains),
        causes.isEmpty() ? "no incident was opened on it" : "diagnosed: " + list(causes));
  }

  /** The journal may be wrong about what it did; the platform's own counter tells as well. */
  private Finding actsAtMost(Expectation.ActsAtMost e) {
    long times =
        seen.acts().stream().filter(a -> a.remedy().equals(e.remedy().word()) && done(a)).count();
    boolean holds = times <= e.times();
    String actual = "done %d time%s".formatted(times, times == 1 ? "" : "s");
    if (e.remedy() == RemedyKind.ROLL_BACK && !seen.samples().isEmpty()) {
      int rise = revision(seen.samples().getLast()) - revision(seen.before());
      holds &= rise <= e.times() + 1;
      actual += ", %d new revisions".formatted(rise);
    }
    return finding(e, holds, actual);
  }

  private int revision(Sample sample) {
    return sample.workload(seen.drill().workload()).map(WorkloadStatus::revision).orElse(0);
  }

  private Finding untouched(Expectation e, String workload, Set<String> except) {
    if (seen.before().instances(workload).isEmpty() || seen.samples().isEmpty()) {
      return unknown(e, "no sample shows " + workload);
    }
    List<String> touched = Recovery.touched(seen, workload, except);
    return finding(e, touched.isEmpty(), touched.isEmpty() ? "none was" : list(touched));
  }

  private Finding readyNeverBelow(Expectation.ReadyNeverBelow e) {
    List<Integer> ready =
        seen.samples().stream()
            .flatMap(s -> s.workload(e.workload()).stream())
            .map(WorkloadStatus::ready)
            .toList();
    if (ready.isEmpty()) {
      return unknown(e, "no sample shows " + e.workload());
    }
    int least = ready.stream().mapToInt(Integer::intValue).min().orElseThrow();
    return finding(e, least >= e.ready(), "at least %d were".formatted(least));
  }

  private Finding nothingLost(Expectation e) {
    Traffic.Books books = seen.books();
    if (books == null) {
      return unknown(e, "the ledger could not be checked");
    }
    if (books.acknowledged() == 0) {
      return unknown(e, "no booking was acknowledged");
    }
    boolean clean = books.lost() == 0 && books.doubled() == 0 && books.unexplained() == 0;
    return finding(
        e,
        clean,
        "%d acknowledged, %d lost, %d doubled, %d unexplained%s"
            .formatted(
                books.acknowledged(),
                books.lost(),
                books.doubled(),
                books.unexplained(),
                clean ? "" : ": " + list(books.examples())));
  }

  private Finding moneyAddsUp(Expectation e) {
    Traffic.Books books = seen.books();
    if (books == null) {
      return unknown(e, "the ledger could not be checked");
    }
    Traffic.Payments money = books.payments();
    if (money.charges() == 0) {
      return unknown(e, "nothing was charged");
    }
    return finding(
        e,
        money.addUp(),
        "%d charges for %d confirmed bookings and %d refunds; %d double, %d for nothing, %d missing, %d wrong, %d open after %s%s"
            .formatted(
                money.charges(),
                money.confirmed(),
                money.refunds(),
                money.doubleCharged(),
                money.chargedForNothing(),
                money.notPaid(),
                money.wrongAmounts(),
                money.unsettled(),
                seconds(money.settledAfter()),
                money.addUp() ? "" : ": " + list(books.examples())));
  }

  private Finding settled(Expectation.SettledWithin e) {
    Traffic.Books books = seen.books();
    if (books == null) {
      return unknown(e, "the ledger could not be checked");
    }
    Traffic.Payments money = books.payments();
    return finding(
        e,
        money.unsettled() == 0 && money.settledAfter().compareTo(e.within()) <= 0,
        "%d were open after %s".formatted(money.unsettled(), seconds(money.settledAfter())));
  }

  private Finding recoveredWithin(Expectation.RecoveredWithin e) {
    Instant from =
        switch (e.from()) {
          case FAULT -> seen.faultAt();
          case FAULT_END -> seen.faultEndedAt();
        };
    if (seen.status() == RunStatus.INTERRUPTED) {
      return unknown(e, "the run was interrupted");
    }
    if (!Recovery.readyAtEnd(seen)) {
      return finding(e, false, "not all is ready at the end");
    }
    Instant whole = Recovery.whole(seen);
    if (whole == null) {
      boolean hit =
          !Recovery.touched(seen, seen.drill().disturbance().target(), Set.of()).isEmpty();
      return hit
          ? finding(e, true, "no sample found one that was not ready")
          : unknown(e, "the fault had no effect that could be seen");
    }
    return within(e, from, whole, e.within(), "it never was");
  }

  private Finding originalCurrent(Expectation.OriginalCurrent e) {
    Integer undo = seen.undo();
    return undo == null
        ? unknown(e, "the original manifests could not be applied")
        : finding(
            e,
            undo == 0,
            undo == 0
                ? "putting it back made no new revision"
                : "putting it back made a new revision");
  }

  private static Finding within(
      Expectation e, @Nullable Instant from, @Nullable Instant to, Duration limit, String never) {
    if (from == null) {
      return unknown(e, "its beginning was not seen");
    }
    if (to == null) {
      return finding(e, false, never);
    }
    Duration took = Duration.between(from, to);
    return finding(
        e,
        took.compareTo(limit) <= 0,
        "it took " + seconds(took.isNegative() ? Duration.ZERO : took));
  }

  private static boolean done(RemedyView act) {
    return DONE.contains(act.outcome());
  }

  private static List<String> words(List<IncidentView> incidents) {
    return new ArrayList<>(
        incidents.stream()
            .flatMap(i -> i.remedies().stream())
            .map(r -> r.remedy() + " " + r.outcome())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  static String list(List<String> parts) {
    return parts.stream().limit(5).collect(Collectors.joining(", "));
  }

  private static String seconds(Duration duration) {
    return Seconds.of(duration);
  }
}
