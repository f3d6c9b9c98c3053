package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.IncidentText;
import com.trixtech.selfheal.server.ControlClient;
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
      "  ./selfheal incident ID            the whole story of one"
    })
final class IncidentsCommand extends HealerCommand {

  @Option(
      names = {"-a", "--all"},
      description = "The closed ones too.")
  private boolean all;

  IncidentsCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlClient client = client()) {
      List<IncidentView> incidents = client.incidents(all);
      show(
          incidents,
          () ->
              incidents.isEmpty()
                  ? List.of(
                      all
                          ? "No incident so far."
                          : "No open incident. The closed ones: ./selfheal incidents --all")
                  : IncidentText.rows(incidents, around.clock().instant(), style()));
      return ExitCode.OK.code();
    }
  }
}
