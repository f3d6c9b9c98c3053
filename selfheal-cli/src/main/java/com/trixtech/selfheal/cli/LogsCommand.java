package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.api.LogChunk;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An instance's log. */
@Command(
    name = "logs",
    description = "Prints what an instance wrote.",
    footer = {
      "",
      "Examples:",
      "  ./selfheal logs postgres-0",
      "  ./selfheal logs postgres-0 -n 20 -f"
    })
final class LogsCommand extends HealerCommand {
  private static final Duration POLL = Duration.ofMillis(400);

  @Parameters(paramLabel = "INSTANCE", description = "As ./selfheal status lists it.")
  private String instance = "";

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines from its end (default: ${DEFAULT-VALUE}).")
  private int count = 100;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on printing until Ctrl-C.")
  private boolean follow;

  LogsCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ControlClient client = client();
        Interrupts interrupts = new Interrupts()) {
      LogChunk chunk = client.logs(instance, count, OptionalLong.empty());
      print(chunk);
      while (follow && !interrupts.any() && !around.out().checkError()) {
        around.waiting().pause(POLL);
        chunk = client.logs(instance, count, OptionalLong.of(chunk.next()));
        if (!chunk.lines().isEmpty()) {
          print(chunk);
        }
      }
      return ExitCode.OK.code();
    }
  }

  private void print(LogChunk chunk) {
    show(chunk, chunk::lines);
  }
}
