package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.Table;
import com.trixtech.selfheal.drill.report.ReportStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The catalogue. */
@Command(
    name = "list",
    description = {
      "Lists the drills, each with its hypothesis and last report.",
      "With -n NAMESPACE those that run on a cluster."
    })
final class ListDrills extends DrillingCommand {

  /** One line of the answer as JSON. */
  record Line(String name, String hypothesis, String lastReport) {}

  ListDrills(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    Path state = drillState();
    List<Line> lines =
        drills().stream()
            .map(d ->
                new Line(
                    d.name(),
                    d.hypothesis(),
                    ReportStore.latest(state, d.name()).map(Path::toString).orElse("")))
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
