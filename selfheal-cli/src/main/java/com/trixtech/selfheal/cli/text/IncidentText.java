package com.trixtech.selfheal.cli.text;

import com.trixtech.selfheal.server.api.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code selfheal incidents} and {@code selfheal incident ID}. */
public final class IncidentText {
  private static final int STEP = 10;

  /** Of the guard, on what was allowed: why it waited, who allowed it, and what came of that. */
  private static final int LAST_WORDS = 3;

  private IncidentText() {}

  /** One row each. */
  public static List<String> rows(List<IncidentView> incidents, Instant now, Style style) {
    Table table = new Table("  ");
    for (IncidentView incident : incidents) {
      table.row(
          style.badge(incident.outcome()),
          incident.id(),
          Table.cut(incident.target(), 26),
          incident.cause(),
          style.muted(Times.ago(incident.openedAt(), now)));
    }
    return table.lines();
  }

  /** The whole story, each time relative to the opening. */
  public static List<String> story(IncidentView incident, Instant now, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s on %s"
            .formatted(
                style.strong("Incident " + incident.id()),
                style.badge(incident.outcome()),
                incident.cause(),
                incident.target()));
    Table facts = new Table("  ");
    facts.row("workload", incident.workload());
    facts.row(
        "opened", Times.utc(incident.openedAt()), style.muted(Times.ago(incident.openedAt(), now)));
    facts.row(
        "detected",
        Times.utc(incident.detectedAt()),
        after(incident.detectedAt(), incident, style));
    facts.row(
        "recovered",
        Times.utc(incident.recoveredAt()),
        after(incident.recoveredAt(), incident, style));
    lines.addAll(facts.lines());
    section(lines, "Evidence", incident.evidence(), style);
    section(
        lines,
        "Rejected causes",
        incident.rejected().stream().map(no -> no.cause() + ": " + no.why()).toList(),
        style);
    if (!incident.remedies().isEmpty()) {
      lines.add("");
      lines.add(style.strong("Remedies"));
      Table remedies = new Table("  ");
      for (IncidentView.RemedyView remedy : incident.remedies()) {
        remedies.row(
            style.badge(remedy.outcome()),
            remedy.remedy(),
            Table.cut(remedy.target(), 30),
            remedy.verdict(),
            style.muted(Times.offset(remedy.at(), incident.openedAt())));
      }
      lines.addAll(remedies.lines());
    }
    if (!incident.timeline().isEmpty()) {
      lines.add("");
      lines.add(style.strong("Timeline"));
      for (IncidentView.Line line : incident.timeline()) {
        timelineLine(lines, line, incident.openedAt(), style);
      }
    }
    return lines;
  }

  /** What somebody has just allowed: the remedy, what speaks for it, the guard's last words. */
  public static List<String> approved(IncidentView incident, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        incident.remedies().isEmpty()
            ? "Approved: the next remedy of %s.".formatted(incident.cause())
            : "Approved: %s on %s, since %s."
                .formatted(
                    incident.remedies().getLast().remedy(),
                    incident.remedies().getLast().target(),
                    incident.cause()));
    List<String> sentences = new ArrayList<>(incident.evidence());
    int plan = sentences.size();
    for (IncidentView.Line line : incident.timeline()) {
      switch (line.step()) {
        case "plan" -> sentences.subList(plan, sentences.size()).clear();
        case "guard" -> sentences.add(line.text());
        default -> {}
      }
    }
    int told = sentences.size() - plan;
    if (told > LAST_WORDS) {
      sentences.subList(plan, plan + told - LAST_WORDS).clear();
    }
    lines.addAll(bullets(sentences, style));
    return lines;
  }

  private static String after(@Nullable Instant at, IncidentView incident, Style style) {
    return at == null || Duration.between(incident.openedAt(), at).isNegative()
        ? ""
        : style.muted(Times.offset(at, incident.openedAt()));
  }

  private static void section(
      List<String> lines, String title, List<String> sentences, Style style) {
    if (!sentences.isEmpty()) {
      lines.add("");
      lines.add(style.strong(title));
      lines.addAll(bullets(sentences, style));
    }
  }

  static List<String> bullets(List<String> sentences, Style style) {
    List<String> lines = new ArrayList<>();
    for (String sentence : sentences) {
      String mark = "  - ";
      for (String part : Table.wrap(sentence, style.columns() - 4)) {
        lines.add(mark + part);
        mark = "    ";
      }
    }
    return lines;
  }

  private static void timelineLine(
      List<String> lines, IncidentView.Line line, Instant opened, Style style) {
    String time = "%10s".formatted(Times.offset(line.at(), opened));
    String step = line.step() + " ".repeat(Math.max(1, STEP - line.step().length()));
    int left = 2 + time.length() + 2 + step.length();
    String head = "  " + style.muted(time) + "  " + style.paint(Style.Tone.BUSY, step);
    for (String part : Table.wrap(line.text(), style.columns() - left)) {
      lines.add(head + part);
      head = " ".repeat(left);
    }
  }
}
