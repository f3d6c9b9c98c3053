package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Verdict;
import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.report.Facts;
import com.trixtech.selfheal.drill.report.ReportJson;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.run.DrillRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One drill, once or often. */
@Command(
    name = "run",
    description = "Runs a drill, and writes its report to STATE/drills.",
    footer = {"", "Ends with 0 for PASSED, 1 for FAILED, 6 for INCONCLUSIVE."})
final class RunDrill extends DrillingCommand {
  private static final int MOST_RUNS = 100;
  private static final int MOST_REQUESTS = 10_000;

  @Parameters(paramLabel = "DRILL", description = "As ./selfheal drill list names it.")
  private String name = "";

  @Option(
      names = "--control",
      description = "Runs it once more with the healer only observing, and prints the difference.")
  private boolean control;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Runs it N times: medians, least and most.")
  private int repeat = 1;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "On a cluster: requests a second of all guests (default: 40).")
  private @Nullable Integer rate;

  @Mixin private final DrilledWhere where = new DrilledWhere();

  RunDrill(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    Drill drill = atRate(named(name));
    if (repeat < 1 || repeat > MOST_RUNS) {
      throw usage("--repeat: %d (expected: 1 to %d)", repeat, MOST_RUNS);
    }
    if (!json()) {
      around.err().println(drill.name() + ": " + drill.hypothesis());
    }
    try (Progress progress = progress()) {
      DrillRequest request = new DrillRequest(drill, control, repeat);
      DrillSeries series = where.run(this, runner -> runner.run(request, progress::line));
      show(ReportJson.tree(series), () -> text(series));
      return exit(series.verdict()).code();
    } catch (DrillRefused refused) {
      throw new CommandFailure(
          ExitCode.INCONCLUSIVE, String.valueOf(refused.getMessage()), "nothing was done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Drill atRate(Drill drill) {
    Integer asked = rate;
    if (asked == null) {
      return drill;
    }
    if (!onCluster()) {
      throw usage("--rate: %d (expected: none on this machine)", asked);
    }
    if (asked < 1 || asked > MOST_REQUESTS) {
      throw usage("--rate: %d (expected: 1 to %d)", asked, MOST_REQUESTS);
    }
    return drill.under(drill.load().at(asked));
  }

  private static CommandFailure usage(String format, Object... values) {
    return new CommandFailure(ExitCode.USAGE, format.formatted(values), null);
  }

  private static ExitCode exit(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> ExitCode.OK;
      case FAILED -> ExitCode.FINDINGS;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
    };
  }

  private List<String> text(DrillSeries series) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("%s  %s".formatted(series.verdict(), name));
    series.reasons().forEach(r -> lines.add("  - " + r));
    lines.add("");
    DrillResult other = series.control();
    if (other == null) {
      Facts.of(series.shown()).forEach((k, v) -> lines.add("  %-32s %s".formatted(k, v)));
    } else {
      lines.add("  %-32s %-34s %s".formatted("", "with the healer", "healer only observing"));
      Facts.compared(series.shown(), other)
          .forEach((k, v) -> lines.add("  %-32s %-34s %s".formatted(k, v.getKey(), v.getValue())));
    }
    if (series.runs().size() > 1) {
      lines.add("");
      lines.add(
          "  %-32s %10s %10s %10s"
              .formatted("of %d runs".formatted(series.runs().size()), "median", "least", "most"));
      series
          .spreads()
          .forEach((k, v) ->
              lines.add("  %-32s %10.1f %10.1f %10.1f".formatted(k, v.median(), v.min(), v.max())));
    }
    lines.add("");
    lines.add("Report: " + series.directory().resolve("report.html"));
    return lines;
  }
}
