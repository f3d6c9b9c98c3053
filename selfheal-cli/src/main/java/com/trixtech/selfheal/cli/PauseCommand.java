package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.Times;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Requests;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops the automation for a while. */
@Command(
    name = "pause",
    description = {
      "Stops the healer from acting, for a while.",
      "For one workload or all; it goes on diagnosing. A pause has a reason,",
      "and always ends by itself."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal pause --reason 'moving the disks'",
      "  ./selfheal pause trixtech-backend --reason 'load test' --for 20m",
      "  ./selfheal pause checkout --reason 'load test' -n shop     on a cluster",
      "  ./selfheal resume                 ends every pause"
    })
final class PauseCommand extends ControlCommand {

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      defaultValue = "all",
      description = "A workload, or all (default).")
  private String target = "all";

  @Option(names = "--reason", required = true, description = "Why; it is shown everywhere.")
  private String reason = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long, such as 20m or 1h30m (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofHours(1);

  PauseCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ControlLink link = link()) {
      var asked = new Requests.PauseFor(target, reason, user(), duration);
      PauseView pause = during("waiting for the operator", () -> link.pause(asked));
      show(
          pause,
          () ->
              List.of(
                  "Paused %s until %s (%s)."
                      .formatted(
                          pause.target(),
                          Times.utc(pause.until()),
                          Times.ago(pause.until(), around.clock().instant())),
                  "Resume earlier: " + command("resume " + pause.id())));
      return ExitCode.OK.code();
    }
  }
}
