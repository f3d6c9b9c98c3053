package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.HealerLaunch;
import com.trixtech.selfheal.cli.text.Table;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Verdict;
import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.report.Facts;
import com.trixtech.selfheal.drill.report.ReportJson;
import com.trixtech.selfheal.drill.report.ReportStore;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.run.DrillRequest;
import com.trixtech.selfheal.drill.run.DrillRunner;
import com.trixtech.selfheal.drill.system.BookingTraffic;
import com.trixtech.selfheal.drill.system.ControlledSystem;
import com.trixtech.selfheal.drill.system.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breaks the running system on purpose, and proves what the healer did about it. */
@Command(
    name = "drill",
    description = {
      "Injects a fault into the running system under load, and judges what the healer",
      "diagnosed, did and did not do. The fault is always taken back, on Ctrl-C too."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  ./selfheal drill list",
      "  ./selfheal drill run kill-instance",
      "  ./selfheal drill run hang-instance --repeat 5 --control"
    })
final class DrillCommand extends HealerCommand {

  DrillCommand(Surroundings around) {
    super(around);
  }

  /** With its own commands below it. */
  static CommandLine commandLine(Surroundings around) {
    CommandLine drill = new CommandLine(new DrillCommand(around));
    drill.addSubcommand(new ListDrills(around));
    drill.addSubcommand(new RunDrill(around));
    drill.addSubcommand(new ReportDrill(around));
    drill.addSubcommand(new CleanDrill(around));
    return drill;
  }

  @Override
  public Integer call() {
    throw new CommandFailure(
        ExitCode.USAGE,
        "drill: no command (expected: list, run, report or clean)",
        "see ./selfheal drill --help");
  }

  private static Drill named(String name) {
    return Drills.named(name)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                "drill: %s (expected: one of %s)"
                    .formatted(
                        name, String.join(", ", Drills.list().stream().map(Drill::name).toList())),
                "see ./selfheal drill list"));
  }

  /** The catalogue. */
  @Command(
      name = "list",
      description = "Lists the drills, each with its hypothesis and last verdict.")
  static final class ListDrills extends HealerCommand {

    /** One line of the answer as JSON. */
    record Line(String name, String hypothesis, String lastReport) {}

    ListDrills(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() {
      List<Line> lines =
          Drills.list().stream()
              .map(d ->
                  new Line(
                      d.name(),
                      d.hypothesis(),
                      ReportStore.latest(state(), d.name()).map(Path::toString).orElse("")))
              .toList();
      show(lines, () -> text(lines));
      return ExitCode.OK.code();
    }

    private static List<String> text(List<Line> lines) {
      List<String> text = new ArrayList<>();
      for (Line line : lines) {
        text.add(line.name() + (line.lastReport().isEmpty() ? "  (never drilled here)" : ""));
        text.addAll(Table.wrap(line.hypothesis(), 76).stream().map(l -> "    " + l).toList());
      }
      return text;
    }
  }

  /** One drill, once or often. */
  @Command(
      name = "run",
      description = "Runs a drill, and writes its report to STATE/drills.",
      footer = {"", "Ends with 0 for PASSED, 1 for FAILED, 6 for INCONCLUSIVE."})
  static final class RunDrill extends HealerCommand {
    @Parameters(paramLabel = "DRILL", description = "As ./selfheal drill list names it.")
    private String name = "";

    @Option(
        names = "--control",
        description =
            "Runs it once more with the healer only observing, and prints the difference.")
    private boolean control;

    @Option(
        names = "--repeat",
        paramLabel = "N",
        description = "Runs it N times: medians, least and most.")
    private int repeat = 1;

    @Mixin private final ManifestSource source = new ManifestSource();

    RunDrill(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() throws InterruptedException {
      Drill drill = named(name);
      if (repeat < 1 || repeat > 100) {
        throw new CommandFailure(
            ExitCode.USAGE, "--repeat: " + repeat + " (expected: 1 to 100)", null);
      }
      ManifestSource.Paths paths = source.resolve(around);
      client().close(); // says at once where no healer runs
      if (!json()) {
        around.err().println(drill.name() + ": " + drill.hypothesis());
      }
      try (Progress progress = progress()) {
        DrillSeries series =
            runner(this, paths).run(new DrillRequest(drill, control, repeat), progress::line);
        show(ReportJson.tree(series), () -> text(series));
        return exit(series.verdict()).code();
      } catch (DrillRefused refused) {
        throw new CommandFailure(
            ExitCode.INCONCLUSIVE, String.valueOf(refused.getMessage()), "nothing was done");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
            .forEach(
                (k, v) -> lines.add("  %-32s %-34s %s".formatted(k, v.getKey(), v.getValue())));
      }
      if (series.runs().size() > 1) {
        lines.add("");
        lines.add(
            "  %-32s %10s %10s %10s"
                .formatted(
                    "of %d runs".formatted(series.runs().size()), "median", "least", "most"));
        series
            .spreads()
            .forEach((k, v) ->
                lines.add(
                    "  %-32s %10.1f %10.1f %10.1f".formatted(k, v.median(), v.min(), v.max())));
      }
      lines.add("");
      lines.add("Report: " + series.directory().resolve("report.html"));
      return lines;
    }
  }

  private static DrillRunner runner(HealerCommand command, ManifestSource.Paths paths) {
    Path state = command.state();
    ControlledSystem system =
        new ControlledSystem(
            state,
            paths.manifests(),
            paths.images(),
            () -> HealerLaunch.start(state, paths.manifests(), paths.images()).close());
    return new DrillRunner(system, new BookingTraffic(), Time.SYSTEM, state);
  }

  /** The last report again. */
  @Command(name = "report", description = "Prints the last report, of one drill or of all.")
  static final class ReportDrill extends HealerCommand {
    @Parameters(
        paramLabel = "DRILL",
        arity = "0..1",
        description = "Default: the drill that ran last.")
    private @Nullable String name;

    ReportDrill(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() throws IOException {
      String asked = name;
      Optional<Path> directory =
          asked == null
              ? ReportStore.latest(state())
              : ReportStore.latest(state(), named(asked).name());
      Path found =
          directory.orElseThrow(() ->
              new CommandFailure(
                  ExitCode.USAGE,
                  "report: none of %s in %s (expected: a drill that has run)"
                      .formatted(asked == null ? "any drill" : asked, state()),
                  "./selfheal drill run kill-instance"));
      try {
        String report = Files.readString(found.resolve(json() ? "report.json" : "report.md"));
        report.lines().forEach(around.out()::println);
        if (!json()) {
          around.out().println("With pictures: " + found.resolve("report.html"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return ExitCode.OK.code();
    }
  }

  /** What a drill that died has left. */
  @Command(
      name = "clean",
      description =
          "Takes back every fault that a drill has left, and applies the manifests again.")
  static final class CleanDrill extends HealerCommand {
    @Mixin private final ManifestSource source = new ManifestSource();

    CleanDrill(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() {
      try {
        List<String> done = runner(this, source.resolve(around)).clean();
        show(done, () -> done.isEmpty() ? List.of("Nothing was left.") : done);
        return ExitCode.OK.code();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
