package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.IncidentText;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.IncidentView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Allows a planned remedy. */
@Command(
    name = "approve",
    description = {
      "Allows the remedy that an incident waits for, and says what that was.",
      "Budgets and limits still hold."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal incident i-0007 && ./selfheal approve i-0007",
      "  ./selfheal approve i-0007 -n shop       on a cluster, with your rights there"
    })
final class ApproveCommand extends ControlCommand {

  @Parameters(paramLabel = "INCIDENT", description = "As ./selfheal incidents lists it.")
  private String incident = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who approves (default: your user; a cluster knows it itself).")
  private String by = "";

  ApproveCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (onCluster() && !by.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--by: " + by + " (expected: none, as a cluster knows who asks)", null);
    }
    try (ControlLink link = link()) {
      IncidentView approved =
          during(
              "waiting for the operator", () -> link.approve(incident, by.isEmpty() ? user() : by));
      show(
          approved,
          () -> {
            List<String> lines = new ArrayList<>(IncidentText.approved(approved, style()));
            lines.add("Watch it: " + command("incident " + approved.id()));
            return lines;
          });
      return ExitCode.OK.code();
    }
  }
}
