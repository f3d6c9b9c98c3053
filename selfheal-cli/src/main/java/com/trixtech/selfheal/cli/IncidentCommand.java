package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.IncidentText;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.IncidentView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The story of one incident. */
@Command(
    name = "incident",
    description = {
      "Tells the story of one incident.",
      "From its journal: cause, diagnosis, plan, guard, act, verification."
    },
    footer = {"", "Example:", "  ./selfheal incident i-0007"})
final class IncidentCommand extends ControlCommand {

  @Parameters(paramLabel = "ID", description = "As ./selfheal incidents --all lists it.")
  private String id = "";

  IncidentCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlLink link = link()) {
      IncidentView incident = link.incident(id);
      show(incident, () -> IncidentText.story(incident, around.clock().instant(), style()));
      return ExitCode.OK.code();
    }
  }
}
