package com.trixtech.selfheal.cli.text;

import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Explanation.BudgetNumbers;
import com.trixtech.selfheal.server.api.Explanation.DiagnosisView;
import com.trixtech.selfheal.server.api.Explanation.VerdictView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code selfheal explain TARGET}: why it acts, and why it does not. */
public final class ExplanationText {
  private ExplanationText() {}

  public static List<String> lines(Explanation explanation, Instant now, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s"
            .formatted(
                style.strong(explanation.target()),
                style.badge(explanation.health()),
                explanation.phase().sentence()));
    boolean acting = explanation.acting();
    section(lines, acting ? "Why it acts" : "What it knows", explanation.why(), style);
    section(
        lines, acting ? "What it waits for" : "Why it does not act", explanation.whyNot(), style);
    DiagnosisView diagnosis = explanation.diagnosis();
    if (diagnosis != null) {
      section(lines, "Cause: " + diagnosis.cause(), diagnosis.evidence(), style);
      section(
          lines,
          "Rejected causes",
          diagnosis.rejected().stream().map(no -> no.cause() + ": " + no.why()).toList(),
          style);
    }
    VerdictView verdict = explanation.lastVerdict();
    if (verdict != null) {
      List<String> sentences = new ArrayList<>();
      sentences.add(verdict.reason() + ": " + verdict.sentence());
      if (!verdict.numbers().isEmpty()) {
        sentences.add(verdict.numbers());
      }
      Instant again = verdict.notBefore();
      if (again != null) {
        sentences.add("asked again " + Times.ago(again, now) + " (" + Times.utc(again) + ")");
      }
      section(lines, "Last verdict, " + Times.ago(verdict.at(), now), sentences, style);
    }
    BudgetNumbers budget = explanation.budget();
    if (budget != null) {
      budget(lines, budget, now, style);
    }
    return lines;
  }

  private static void budget(List<String> lines, BudgetNumbers budget, Instant now, Style style) {
    lines.add("");
    lines.add(style.strong("Budget"));
    Table table = new Table("  ");
    table.row("mode", budget.mode());
    table.row(
        "instances",
        "%d of %d ready (required: %d)"
            .formatted(budget.ready(), budget.desired(), budget.requiredHealthy()));
    table.row(
        "unavailable", budget.unavailable() + " (allowed: " + budget.allowedUnavailable() + ")");
    table.row("in flight", budget.inFlight() + " (allowed: " + budget.maxInFlight() + ")");
    table.row(
        "acts",
        "%d in %s (allowed: %d)"
            .formatted(
                budget.actsInWindow(),
                Times.brief(Duration.ofSeconds(budget.windowSeconds())),
                budget.maxActions()));
    table.row(
        "disruptions",
        budget.disruptionsAllowed() < 0
            ? "no PodDisruptionBudget"
            : budget.disruptionsAllowed() + " allowed by the PodDisruptionBudget");
    Instant next = budget.nextActAt();
    if (next != null) {
      table.row("next act", Times.ago(next, now), style.muted(Times.utc(next)));
    }
    lines.addAll(table.lines());
  }

  private static void section(
      List<String> lines, String title, List<String> sentences, Style style) {
    if (!sentences.isEmpty()) {
      lines.add("");
      lines.add(style.strong(title));
      lines.addAll(IncidentText.bullets(sentences, style));
    }
  }
}
