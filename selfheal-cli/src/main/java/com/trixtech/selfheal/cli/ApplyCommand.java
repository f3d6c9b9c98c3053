package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.Style;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Requests;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Applies changed manifests. */
@Command(
    name = "apply",
    description = {
      "Applies changed manifests to the running system.",
      "A changed Deployment rolls over, within the limits that it declares."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal apply                  deploy/ again",
      "  ./selfheal apply -f my-app/k8s && ./selfheal status --watch"
    })
final class ApplyCommand extends HealerCommand {

  @Mixin private final ManifestSource source = new ManifestSource();

  ApplyCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    ManifestSource.Paths paths = source.resolve(around);
    try (ControlClient client = client()) {
      ApplyReport report;
      try (Progress progress = progress()) {
        report =
            progress.during(
                "applying " + paths.manifests(),
                () ->
                    client.apply(
                        new Requests.Apply(
                            paths.manifests().toString(), paths.images().toString())));
      }
      show(report, () -> text(report, style()));
      return ExitCode.OK.code();
    }
  }

  private static List<String> text(ApplyReport report, Style style) {
    List<String> lines = new ArrayList<>();
    for (ApplyReport.Change change : report.changes()) {
      lines.add("%-8s %s  %s".formatted(change.change(), change.target(), change.detail()));
    }
    if (lines.isEmpty()) {
      lines.add("Nothing has changed.");
    }
    for (String warning : report.warnings()) {
      lines.add(style.paint(Style.Tone.WARN, "▲ " + warning));
    }
    return lines;
  }
}
