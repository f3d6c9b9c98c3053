package com.trixtech.selfheal.drill.report;

import com.trixtech.selfheal.drill.evidence.Evidence;
import com.trixtech.selfheal.drill.evidence.Measures;
import com.trixtech.selfheal.drill.system.Traffic.Second;
import com.trixtech.selfheal.server.api.IncidentView.RemedyView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What clients met with, second by second, as one SVG: requests, those that were shed and those
 * that failed as bars, the p99 as a line, the fault's time shaded, each act a mark. Colours come
 * from the page's style sheet.
 */
final class LoadChart {
  private static final int WIDTH = 880;
  private static final int LEFT = 56;
  private static final int BARS = 150;
  private static final int LINE = 90;
  private static final int GAP = 34;
  private static final int HEIGHT = BARS + LINE + GAP + 40;

  private final Instant start;
  private final double span;
  private final StringBuilder svg = new StringBuilder();

  private LoadChart(Instant start, double span) {
    this.start = start;
    this.span = span;
  }

  static String of(Evidence seen) {
    List<Second> seconds = seen.traffic().seconds();
    if (seconds.isEmpty()) {
      return "<p>No request was sent.</p>";
    }
    Instant start = seconds.getFirst().at();
    double span = Math.max(1, Duration.between(start, seconds.getLast().at()).toSeconds() + 1);
    return new LoadChart(start, span).draw(seen, seconds);
  }

  private String draw(Evidence seen, List<Second> seconds) {
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Requests, shed and failed ones, and latency per second\">\n"
            .formatted(WIDTH, HEIGHT));
    shade(seen.faultAt(), seen.faultEndedAt() == null ? seen.endedAt() : seen.faultEndedAt());
    double most = top(seconds, Second::total);
    double slowest = top(seconds, Second::p99Ms);
    double width = Math.max(1, (WIDTH - LEFT) / span - 1);
    StringBuilder line = new StringBuilder();
    for (Second second : seconds) {
      double x = x(second.at());
      bar("total", x, width, second.total() / most);
      bar("shed", x, width, (second.failed() + second.shed()) / most);
      bar("failed", x, width, second.failed() / most);
      line.append(number(x + width / 2))
          .append(',')
          .append(number(BARS + GAP + LINE - second.p99Ms() / slowest * LINE))
          .append(' ');
    }
    svg.append("<polyline class=\"p99\" points=\"%s\"/>\n".formatted(line.toString().strip()));
    text(0, 12, "%.0f/s".formatted(most));
    text(0, BARS, "0");
    text(0, BARS + GAP + 4, "%.0f ms".formatted(slowest));
    text(0, BARS + GAP + LINE, "p99");
    for (RemedyView act : seen.acts()) {
      if (Measures.mutates(act)) {
        mark(act.at(), act.remedy());
      }
    }
    if (seen.faultAt() != null) {
      axis(seen.faultAt());
    }
    return svg.append("</svg>\n").toString();
  }

  private static double top(List<Second> seconds, ToDoubleFunction<Second> value) {
    return Math.max(1, seconds.stream().mapToDouble(value).max().orElse(1));
  }

  private double x(Instant at) {
    double offset = Duration.between(start, at).toMillis() / 1000.0;
    return LEFT + Math.clamp(offset / span, 0, 1) * (WIDTH - LEFT);
  }

  private void shade(@Nullable Instant from, Instant to) {
    if (from != null) {
      svg.append(
          "<rect class=\"fault\" x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\"><title>the fault</title></rect>\n"
              .formatted(number(x(from)), number(Math.max(2, x(to) - x(from))), BARS + GAP + LINE));
    }
  }

  private void bar(String name, double x, double width, double share) {
    if (share > 0) {
      svg.append(
          "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
              .formatted(
                  name,
                  number(x),
                  number(BARS - share * BARS),
                  number(width),
                  number(share * BARS)));
    }
  }

  private void mark(Instant at, String remedy) {
    double x = x(at);
    svg.append(
        "<line class=\"act\" x1=\"%s\" y1=\"0\" x2=\"%s\" y2=\"%d\"/>\n"
            .formatted(number(x), number(x), BARS + GAP + LINE));
    text(x + 3, BARS + 14, Xml.text(remedy));
  }

  private void axis(Instant zero) {
    int every = span <= 30 ? 5 : span <= 90 ? 10 : 30;
    long first = -Duration.between(start, zero).toSeconds() / every * every;
    for (long s = first; s <= span; s += every) {
      Instant at = zero.plusSeconds(s);
      if (!at.isBefore(start) && Duration.between(start, at).toSeconds() <= span) {
        text(x(at), HEIGHT - 8, s == 0 ? "fault" : "%+d s".formatted(s));
      }
    }
  }

  private void text(double x, double y, String text) {
    svg.append("<text x=\"%s\" y=\"%s\">%s</text>\n".formatted(number(x), number(y), text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
