package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.api.IncidentView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Allows a planned remedy. */
@Command(
    name = "approve",
    description = {
      "Allows the remedy that an incident waits for.",
      "Budgets and limits still hold."
    },
    footer = {"", "Example:", "  ./selfheal incident i-0007 && ./selfheal approve i-0007"})
final class ApproveCommand extends HealerCommand {

  @Parameters(paramLabel = "INCIDENT", description = "As ./selfheal incidents lists it.")
  private String incident = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Who approves (default: your user).")
  private String by = "";

  ApproveCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlClient client = client()) {
      String approver = by.isEmpty() ? user() : by;
      IncidentView approved = client.approve(incident, approver);
      show(
          approved,
          () ->
              List.of(
                  "Approved by %s: %s on %s."
                      .formatted(
                          approver,
                          approved.remedies().isEmpty()
                              ? "the next remedy"
                              : approved.remedies().getLast().remedy(),
                          approved.target()),
                  "Watch it: ./selfheal incident " + approved.id()));
      return ExitCode.OK.code();
    }
  }
}
