package com.trixtech.selfheal.local.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One journal entry as one sentence for people, without its time. Pure. */
public final class JournalText {

  private JournalText() {}

  /** The sentence; it names every fact of the entry that a reader could ask for. */
  public static String of(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.HealerStarted _ ->
          "The healer started; it observes for one detection window before it acts.";
      case JournalEntry.IncidentOpened e ->
          "Incident %s opened: %s has %s (%s), first seen %s before%s."
              .formatted(
                  e.incident(),
                  e.workload(),
                  e.cause().word(),
                  e.cause().sentence(),
                  text(Duration.between(e.since(), e.at())),
                  e.recurrenceOf() == null
                      ? ""
                      : "; "
                          + e.recurrenceOf()
                          + " came back, its ladder goes on at rung "
                          + e.rung());
      case JournalEntry.Diagnosed e ->
          "Diagnosed %s%s%s%s."
              .formatted(
                  e.cause().word(),
                  e.affected().isEmpty() ? "" : " of " + String.join(", ", e.affected()),
                  e.evidence().isEmpty() ? "" : ", because " + String.join("; ", e.evidence()),
                  e.rejected().isEmpty()
                      ? ""
                      : ". Not "
                          + e.rejected().stream()
                              .map(r -> r.cause().word() + ": " + r.why())
                              .collect(Collectors.joining("; not ")));
      case JournalEntry.Planned e ->
          "Planned rung %d: %s; expected: %s.".formatted(e.rung(), text(e.remedy()), e.expected());
      case JournalEntry.Skipped e -> "Skipped rung %d: %s.".formatted(e.rung(), e.why());
      case JournalEntry.Judged e ->
          "%s %s: %s (%s)%s."
              .formatted(
                  e.verdict().admitted() ? "Admitted" : "Refused",
                  text(e.remedy()),
                  e.verdict().reason().sentence(),
                  e.verdict().numbers(),
                  e.verdict().notBefore() == null
                      ? ""
                      : ", asked again from " + e.verdict().notBefore());
      case JournalEntry.ActIntended e ->
          "About to %s %s (key %s)%s."
              .formatted(
                  e.undo() ? "take back" : "do",
                  text(e.remedy()),
                  e.key(),
                  e.undoBy() == null ? "" : ", in force until " + e.undoBy() + " at most");
      case JournalEntry.ActReported e ->
          "Act %s: %s, %s (%s)."
              .formatted(
                  e.key(),
                  e.outcome().kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  e.outcome().kind().sentence(),
                  e.outcome().detail());
      case JournalEntry.Verified e ->
          "Verified rung %d, %s: %s, %s (%s)."
              .formatted(
                  e.rung(),
                  text(e.remedy()),
                  e.verification().proof().word(),
                  e.verification().proof().sentence(),
                  e.verification().why());
      case JournalEntry.Escalated e -> "Escalated to a person: %s.".formatted(e.reason());
      case JournalEntry.Approved e -> "%s approved the planned remedy.".formatted(e.by());
      case JournalEntry.IncidentClosed e ->
          "Incident %s closed: %s, %s (%s); good since %s."
              .formatted(
                  e.incident(), e.ending().word(), e.ending().sentence(), e.why(), e.recoveredAt());
      case JournalEntry.PlatformRestarted e ->
          "The platform restarted %s of %s (uid %s): %s."
              .formatted(e.instance(), e.workload(), e.uid(), e.reason());
      case JournalEntry.RevisionProven e ->
          "Revision %s of %s is proven good (%s, configuration %s)."
              .formatted(e.template(), e.workload(), images(e.images()), e.configuration());
      case JournalEntry.RevisionCondemned e ->
          "Revision %s of %s is condemned by incident %s; the healer never goes back to it."
              .formatted(e.template(), e.workload(), e.incident());
      case JournalEntry.Paused e ->
          "%s paused %s until %s (pause %s): %s."
              .formatted(
                  e.pause().by(),
                  scope(e.pause().workload()),
                  e.pause().until(),
                  e.pause().id(),
                  e.pause().reason());
      case JournalEntry.Resumed e -> "%s ended pause %s.".formatted(e.by(), e.pause());
    };
  }

  private static String text(Remedy remedy) {
    String on = remedy.kind().word() + " on " + remedy.target();
    return switch (remedy) {
      case Remedy.RollBack back -> on + " from " + back.from() + " to " + back.to();
      case Remedy.HoldRestarts hold -> on + " until " + hold.until();
      case Remedy.Eject eject -> on + " until " + eject.until();
      case Remedy.Escalate escalate -> on + " (" + escalate.reason() + ")";
      case Remedy.AwaitPlatform _, Remedy.Restart _, Remedy.Replace _ -> on;
    };
  }

  private static String scope(@Nullable WorkloadRef workload) {
    return workload == null ? "all automation" : workload.toString();
  }

  private static String images(List<String> images) {
    return images.isEmpty() ? "no image" : String.join(", ", images);
  }

  private static String text(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
