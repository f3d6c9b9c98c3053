package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.IncidentText;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.IncidentView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The incidents, newest first. */
@Command(
    name = "incidents",
    description = "Lists the open incidents, newest first.",
    footer = {
      "",
      "Examples:",
      "  ./selfheal incidents              what is being healed now",
      "  ./selfheal incidents --all        the closed ones too",
      "  ./selfheal incidents -n shop      of a namespace on a cluster",
      "  ./selfheal incident ID            the whole story of one"
    })
final class IncidentsCommand extends ControlCommand {

  @Option(
      names = {"-a", "--all"},
      description = "The closed ones too.")
  private boolean all;

  IncidentsCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlLink link = link()) {
      List<IncidentView> incidents = link.incidents(all);
      show(
          incidents,
          () ->
              incidents.isEmpty()
                  ? List.of(
                      all
                          ? "No incident so far."
                          : "No open incident. The closed ones: " + command("incidents --all"))
                  : IncidentText.rows(incidents, around.clock().instant(), style()));
      return ExitCode.OK.code();
    }
  }
}
