package com.trixtech.selfheal.drill.report;

import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Evidence;

/** The report as Markdown. */
public final class ReportMarkdown {
  private ReportMarkdown() {}

  public static String of(DrillSeries series) {
    DrillResult shown = series.shown();
    Evidence seen = shown.evidence();
    StringBuilder md = new StringBuilder();
    md.append("# %s: %s\n\n".formatted(series.verdict(), seen.drill().title()));
    md.append("%s\n\n".formatted(seen.drill().hypothesis()));
    md.append(
        "Drill `%s`, %s; the run %s: %s.\n\n"
            .formatted(
                seen.drill().name(),
                seen.startedAt(),
                seen.status().name().toLowerCase(java.util.Locale.ROOT),
                seen.status().sentence()));
    series.reasons().forEach(reason -> md.append("- ").append(cell(reason)).append('\n'));
    md.append("\n## Expected and seen\n\n| | expected | seen |\n|---|---|---|\n");
    shown
        .findings()
        .forEach(f ->
            md.append(
                "| %s | %s | %s |\n".formatted(f.verdict(), cell(f.expected()), cell(f.actual()))));
    DrillResult control = series.control();
    if (control == null) {
      md.append("\n## Measures\n\n| | |\n|---|---|\n");
      Facts.of(shown)
          .forEach((name, value) -> md.append("| %s | %s |\n".formatted(name, cell(value))));
    } else {
      md.append("\n## Measures\n\n| | healing | only observing |\n|---|---|---|\n");
      Facts.compared(shown, control)
          .forEach((name, both) ->
              md.append(
                  "| %s | %s | %s |\n"
                      .formatted(name, cell(both.getKey()), cell(both.getValue()))));
    }
    if (series.runs().size() > 1) {
      md.append(
          "\n## Over %d runs\n\n| | median | min | max |\n|---|---|---|---|\n"
              .formatted(series.runs().size()));
      series
          .spreads()
          .forEach((name, s) ->
              md.append("| %s | %s | %s | %s |\n".formatted(name, s.median(), s.min(), s.max())));
    }
    md.append("\n## Timeline\n\n| when | step | what |\n|---|---|---|\n");
    seen.timeline()
        .forEach(e ->
            md.append(
                "| %s | %s | %s |\n"
                    .formatted(Facts.offset(seen, e.at()), e.step(), cell(e.text()))));
    md.append("\nAgain: `%s`\n".formatted(Facts.command(series)));
    return md.toString();
  }

  /** A bar would end the cell, a line end the table. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
