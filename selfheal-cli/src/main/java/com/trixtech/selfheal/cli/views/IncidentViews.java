package com.trixtech.selfheal.cli.views;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
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
import com.trixtech.selfheal.local.journal.JournalText;
import com.trixtech.selfheal.server.api.Explanation.VerdictView;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.IncidentView.Line;
import com.trixtech.selfheal.server.api.IncidentView.Rejected;
import com.trixtech.selfheal.server.api.IncidentView.RemedyView;
import com.trixtech.selfheal.server.api.Status.Attention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows an incident as its journal tells it. Pure. */
public final class IncidentViews {
  private IncidentViews() {}

  /** The incident as {@code selfheal incident} and the control API tell it. */
  public static IncidentView of(Incident incident) {
    Optional<Diagnosed> diagnosed =
        incident.entries().stream()
            .filter(Diagnosed.class::isInstance)
            .map(Diagnosed.class::cast)
            .reduce((_, last) -> last);
    List<String> affected = incident.affected();
    return new IncidentView(
        incident.id(),
        affected.size() == 1 ? affected.getFirst() : incident.workload().name(),
        incident.cause().word(),
        remedies(incident),
        outcome(incident),
        incident.opened().since(),
        incident.opened().at(),
        incident.closed().map(IncidentClosed::recoveredAt).orElse(null),
        incident.workload().toString(),
        diagnosed.map(Diagnosed::evidence).orElse(List.of()),
        diagnosed.stream()
            .flatMap(d -> d.rejected().stream())
            .map(r -> new Rejected(r.cause().word(), r.why()))
            .toList(),
        incident.entries().stream()
            .map(e -> new Line(e.at(), step(e), JournalText.of(e)))
            .toList());
  }

  /**
   * What a person should do about an open incident, if anything.
   *
   * @param approve the command that approves it
   */
  public static Optional<Attention> attention(Incident incident, String approve) {
    return incident
        .escalated()
        .map(e -> new Attention(incident.id(), "escalated: " + e.reason()))
        .or(() ->
            Optional.of(incident)
                .filter(Incident::awaitsApproval)
                .map(i -> new Attention(i.id(), "approve it: " + approve)));
  }

  /** What the guard said of an incident's last plan, if anything. */
  public static Optional<VerdictView> verdict(Incident incident) {
    return incident
        .verdict()
        .map(verdict ->
            new VerdictView(
                verdict.reason().word(),
                verdict.reason().sentence(),
                verdict.numbers(),
                verdict.notBefore(),
                incident.entries().stream()
                    .filter(Judged.class::isInstance)
                    .map(JournalEntry::at)
                    .reduce((_, last) -> last)
                    .orElse(incident.opened().at())));
  }

  private static String outcome(Incident incident) {
    return incident
        .closed()
        .map(c -> c.ending().word())
        .orElse(incident.escalated().isPresent() ? "Escalated" : "Open");
  }

  private static List<RemedyView> remedies(Incident incident) {
    List<RemedyView> views = new ArrayList<>();
    String actKey = "";
    for (OfIncident entry : incident.entries()) {
      RemedyView last = views.isEmpty() ? null : views.getLast();
      switch (entry) {
        case Planned p ->
            views.add(
                new RemedyView(
                    p.remedy().kind().word(),
                    p.remedy().target(),
                    p.remedy().kind().mutates() ? "Pending" : "NotNeeded",
                    p.remedy().kind().mutates() ? "Planned" : "Verifying",
                    p.at()));
        case Judged j ->
            change(
                views,
                last,
                j.verdict().reason().word(),
                j.verdict().admitted() ? "Planned" : "Refused",
                j);
        case ActIntended a -> {
          actKey = a.undo() ? actKey : a.key();
          change(views, a.undo() ? null : last, "", "Verifying", a);
        }
        case ActReported r ->
            change(
                views, r.key().equals(actKey) ? last : null, "", reported(r.outcome().kind()), r);
        case Verified v -> change(views, last, "", v.verification().proof().word(), v);
        case Escalated e -> change(views, last, "", "Escalated", e);
        case IncidentOpened _, Diagnosed _, Skipped _, Approved _, IncidentClosed _ -> {}
      }
    }
    return views;
  }

  private static String reported(Outcome.Kind kind) {
    return switch (kind) {
      case DONE, UNKNOWN -> "Verifying";
      case REFUSED -> "Refused";
      case FAILED, NEVER_SENT -> "Failed";
    };
  }

  private static void change(
      List<RemedyView> views,
      @Nullable RemedyView last,
      String verdict,
      String outcome,
      JournalEntry entry) {
    if (last != null) {
      boolean doneAt = entry instanceof ActIntended || entry instanceof Judged;
      views.set(
          views.size() - 1,
          new RemedyView(
              last.remedy(),
              last.target(),
              verdict.isEmpty() ? last.verdict() : verdict,
              outcome,
              doneAt ? entry.at() : last.at()));
    }
  }

  private static String step(OfIncident entry) {
    return switch (entry) {
      case IncidentOpened _ -> "health";
      case Diagnosed _ -> "diagnosis";
      case Planned _, Skipped _ -> "plan";
      case Judged _, Approved _ -> "guard";
      case ActIntended _, ActReported _ -> "act";
      case Verified _, IncidentClosed _ -> "verify";
      case Escalated _ -> "escalate";
    };
  }
}
