package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.ExplanationText;
import com.trixtech.selfheal.server.ControlLink;
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
      "  ./selfheal explain StatefulSet/postgres",
      "  ./selfheal explain checkout -n shop"
    })
final class ExplainCommand extends ControlCommand {

  @Parameters(paramLabel = "TARGET", description = "A workload or an instance.")
  private String target = "";

  ExplainCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    try (ControlLink link = link()) {
      Explanation explanation = link.explain(target);
      show(
          explanation, () -> ExplanationText.lines(explanation, around.clock().instant(), style()));
      return ExitCode.OK.code();
    }
  }
}
