package com.trixtech.selfheal.drill.report;

import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Event;
import com.trixtech.selfheal.drill.evidence.Evidence;
import com.trixtech.selfheal.drill.evidence.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report as one page: the verdict first, no script, nothing loaded from elsewhere, light and
 * dark. It is well-formed XML too, so that a test can read it.
 */
public final class ReportHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --page: #ffffff; --card: #f6f8fa;
        --rule: #d1d9e0; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; --total: #9ec5e8; --act: #8250df; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --page: #0d1117;
        --card: #151b23; --rule: #3d444d; --good: #3fb950; --bad: #f85149; --open: #d29922; --total: #31577a; --act: #ab7df8; } }
      body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; background: var(--page); color: var(--ink);
        font: 16px/1.5 system-ui, sans-serif; }
      h1 small { display: block; font-size: 1.1rem; font-weight: normal; }
      h2 { margin-top: 2rem; font-size: 1.15rem; }
      .PASSED { color: var(--good); } .FAILED { color: var(--bad); } .INCONCLUSIVE { color: var(--open); }
      .soft { color: var(--soft); }
      table { border-collapse: collapse; width: 100%; }
      td, th { padding: .3rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
      td.when { white-space: nowrap; font-variant-numeric: tabular-nums; text-align: right; color: var(--soft); }
      tr.fault td { background: color-mix(in srgb, var(--bad) 12%, transparent); }
      tr.act td { background: color-mix(in srgb, var(--act) 14%, transparent); }
      tr.verify td { background: color-mix(in srgb, var(--good) 12%, transparent); }
      .scroll { overflow-x: auto; }
      svg { width: 100%; height: auto; background: var(--card); border-radius: .5rem; }
      svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
      svg .total { fill: var(--total); } svg .failed { fill: var(--bad); } svg .shed { fill: var(--open); }
      svg .fault { fill: var(--bad); opacity: .12; }
      svg .p99 { fill: none; stroke: var(--open); stroke-width: 1.5; }
      svg .act { stroke: var(--act); stroke-width: 1.5; stroke-dasharray: 4 3; }
      code { background: var(--card); padding: .1rem .3rem; border-radius: .25rem; }
      """;

  private ReportHtml() {}

  public static String of(DrillSeries series) {
    DrillResult shown = series.shown();
    Evidence seen = shown.evidence();
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    page.append(
        "<title>%s: %s</title>\n<style>\n%s</style>\n</head>\n<body>\n"
            .formatted(series.verdict(), Xml.text(seen.drill().name()), STYLE));
    page.append(
        "<h1><span class=\"%s\">%s</span><small>%s</small></h1>\n"
            .formatted(series.verdict(), series.verdict(), Xml.text(seen.drill().title())));
    page.append("<p>%s</p>\n".formatted(Xml.text(seen.drill().hypothesis())));
    page.append(
        "<p class=\"soft\">Drill <code>%s</code>, %s; the run %s: %s.</p>\n"
            .formatted(
                Xml.text(seen.drill().name()),
                seen.startedAt(),
                seen.status().name().toLowerCase(Locale.ROOT),
                Xml.text(seen.status().sentence())));
    list(page, series.reasons());
    page.append("<h2>What clients met with</h2>\n").append(LoadChart.of(seen));
    page.append(
        "<p class=\"soft\">Bars: requests by when they were due, the failed ones red, those turned away with 503 and Retry-After ochre. Line: their"
            + " p99. Shaded: the fault. Dashed: acts.</p>\n");
    findings(page, shown.findings());
    measures(page, series, shown);
    timeline(page, seen);
    page.append(
        "<p>Again: <code>%s</code></p>\n</body>\n</html>\n".formatted(Facts.command(series)));
    return page.toString();
  }

  private static void list(StringBuilder page, List<String> reasons) {
    if (!reasons.isEmpty()) {
      page.append("<ul>\n");
      reasons.forEach(r -> page.append("<li>%s</li>\n".formatted(Xml.text(r))));
      page.append("</ul>\n");
    }
  }

  private static void findings(StringBuilder page, List<Finding> findings) {
    page.append("<h2>Expected and seen</h2>\n<div class=\"scroll\"><table>\n");
    page.append("<tr><th>verdict</th><th>expected</th><th>seen</th></tr>\n");
    for (Finding f : findings) {
      page.append(
          "<tr><td class=\"%s\">%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(f.verdict(), f.verdict(), Xml.text(f.expected()), Xml.text(f.actual())));
    }
    page.append("</table></div>\n");
  }

  private static void measures(StringBuilder page, DrillSeries series, DrillResult shown) {
    page.append("<h2>Measures</h2>\n<div class=\"scroll\"><table>\n");
    DrillResult control = series.control();
    if (control == null) {
      Facts.of(shown)
          .forEach((name, value) ->
              page.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(name, Xml.text(value))));
    } else {
      page.append("<tr><th></th><th>healing</th><th>only observing</th></tr>\n");
      for (Map.Entry<String, Map.Entry<String, String>> row :
          Facts.compared(shown, control).entrySet()) {
        page.append(
            "<tr><th>%s</th><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                    row.getKey(),
                    Xml.text(row.getValue().getKey()),
                    Xml.text(row.getValue().getValue())));
      }
    }
    page.append("</table></div>\n");
    if (series.runs().size() > 1) {
      page.append(
          "<h2>Over %d runs</h2>\n<div class=\"scroll\"><table>\n".formatted(series.runs().size()));
      page.append("<tr><th>measure</th><th>median</th><th>min</th><th>max</th></tr>\n");
      series
          .spreads()
          .forEach((name, s) ->
              page.append(
                  "<tr><th>%s</th><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                      .formatted(name, s.median(), s.min(), s.max())));
      page.append("</table></div>\n");
    }
  }

  private static void timeline(StringBuilder page, Evidence seen) {
    page.append("<h2>Timeline</h2>\n<div class=\"scroll\"><table>\n");
    for (Event event : seen.timeline()) {
      page.append(
          "<tr class=\"%s\"><td class=\"when\">%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  Xml.text(event.step()),
                  Facts.offset(seen, event.at()),
                  Xml.text(event.step()),
                  Xml.text(event.text())));
    }
    page.append("</table></div>\n");
  }
}
