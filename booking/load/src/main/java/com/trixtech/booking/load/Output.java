package com.trixtech.booking.load;

import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the reports, as text or as JSON, on stdout, and progress on stderr. For one thread. */
final class Output {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Target.Format format;

  private Output(PrintWriter out, PrintWriter err, Target.Format format) {
    this.out = out;
    this.err = err;
    this.format = format;
  }

  static Output of(@Nullable CommandSpec spec, Target.Format format) {
    var line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    return new Output(line.getOut(), line.getErr(), format);
  }

  void error(String line) {
    err.println(line);
    err.flush();
  }

  /**
   * @param unchecked why there is no ledger report; null where there is one
   */
  void print(@Nullable LoadReport load, @Nullable LedgerReport ledger, @Nullable String unchecked) {
    switch (format) {
      case json -> out.println(ReportJson.of(load, ledger, unchecked));
      case text -> {
        if (load != null) {
          text(load).forEach(out::println);
        }
        if (ledger != null) {
          text(ledger).forEach(out::println);
        }
        if (unchecked != null) {
          out.println("Ledger       not checked: " + unchecked);
        }
      }
    }
    out.flush();
  }

  private static List<String> text(LoadReport load) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Requests     %d: %d ok, %d deferred, %d shed, %d failed"
            .formatted(load.total(), load.ok(), load.deferred(), load.shed(), load.failed()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Latency      p50 %.1f ms, p99 %.1f ms, max %.1f ms",
            load.p50().toNanos() / 1e6,
            load.p99().toNanos() / 1e6,
            load.max().toNanos() / 1e6));
    LoadReport.Pages pages = load.pages();
    if (pages.total() > 0) {
      lines.add(
          "Pages        %d: %d shed, %d failed"
              .formatted(pages.total(), pages.shed(), pages.failed()));
    }
    load.failures()
        .forEach((kind, f) ->
            lines.add(
                "Failed       %d x %s, %s to %s".formatted(f.count(), kind, f.first(), f.last())));
    for (LoadReport.Phase phase : load.phases()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Phase        %d/s for %.1f s: goodput %.1f/s, %d shed, %d failed",
              phase.wanted(),
              phase.lasted().toNanos() / 1e9,
              phase.goodput(),
              phase.shed(),
              phase.failed()));
    }
    return lines;
  }

  private static List<String> text(LedgerReport ledger) {
    List<String> lines = new ArrayList<>();
    LedgerReport.Payments money = ledger.payments();
    lines.add(
        "Bookings     %d acknowledged, %d lost, %d double, %d unexplained"
            .formatted(
                ledger.acknowledged(), ledger.lost(), ledger.doubled(), ledger.unexplained()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Money        charged %.2f, given back %.2f, due for %d confirmed bookings %.2f",
            money.chargedMinor() / 100.0,
            money.refundedMinor() / 100.0,
            money.confirmed(),
            money.dueMinor() / 100.0));
    lines.add(
        String.format(
            Locale.ROOT, "Settled      after %.1f s", ledger.settledAfter().toMillis() / 1000.0));
    ledger
        .breaches()
        .forEach((breach, count) ->
            lines.add("Breach       %d x %s".formatted(count, breach.sentence())));
    ledger.examples().forEach(example -> lines.add("  " + example));
    lines.add(ledger.clean() ? "Ledger       all books agree" : "Ledger       THE BOOKS DISAGREE");
    return lines;
  }
}
