package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.drill.report.ReportStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The last report again. */
@Command(name = "report", description = "Prints the last report, of one drill or of all.")
final class ReportDrill extends DrillingCommand {
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
    Path state = drillState();
    Optional<Path> directory =
        asked == null ? ReportStore.latest(state) : ReportStore.latest(state, named(asked).name());
    Path found =
        directory.orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                "report: none of %s in %s (expected: a drill that has run)"
                    .formatted(asked == null ? "any drill" : asked, state),
                command("drill run kill-instance")));
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
