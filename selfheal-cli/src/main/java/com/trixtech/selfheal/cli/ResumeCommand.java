package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.PauseView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends pauses before their time. */
@Command(
    name = "resume",
    description = "Ends a pause before its time, or all of them.",
    footer = {
      "",
      "Examples:",
      "  ./selfheal resume",
      "  ./selfheal resume p-1f0c2d3e",
      "  ./selfheal resume checkout -n shop      on a cluster: the policy or its target"
    })
final class ResumeCommand extends ControlCommand {

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      defaultValue = "all",
      description = "A pause as ./selfheal status lists it, or all (default).")
  private String id = "all";

  ResumeCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ControlLink link = link()) {
      List<PauseView> ended = during("waiting for the operator", () -> link.resume(id));
      show(
          ended,
          () ->
              ended.isEmpty()
                  ? List.of("Nothing was paused.")
                  : ended.stream()
                      .map(pause -> "Resumed " + pause.target() + " (" + pause.id() + ").")
                      .toList());
      return ExitCode.OK.code();
    }
  }
}
