package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.ExplanationText;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.api.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why it acts, and why it does not. */
@Command(
    name = "explain",
    description = "Says why the healer acts on a target, or does not.",
    footer = {
      "",
      "Examples:",
      "  ./selfheal explain trixtech-backend",
      "  ./selfheal explain StatefulSet/postgres"
    })
final class ExplainCommand extends HealerCommand {

  @Parameters(paramLabel = "TARGET", description = "A workload or an instance.")
  private String target = "";

  ExplainCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlClient client = client()) {
      Explanation explanation = client.explain(target);
      show(
          explanation, () -> ExplanationText.lines(explanation, around.clock().instant(), style()));
      return ExitCode.OK.code();
    }
  }
}
