package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.StatusChanges;
import com.trixtech.selfheal.cli.text.StatusText;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.Status;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is true now. */
@Command(
    name = "status",
    description = {
      "Shows how the running system is.",
      "One sentence first, then every instance, the services and the open incidents."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal status                 once",
      "  ./selfheal status --watch         until q or Ctrl-C; changes as lines when piped",
      "  ./selfheal status --check         exit code 1 unless everything is Healthy",
      "  ./selfheal status -n shop         of a namespace on a cluster",
      "  ./selfheal status -o json | jq -r '.services[].url'"
    })
final class StatusCommand extends ControlCommand {

  @Option(
      names = {"-w", "--watch"},
      description = "Goes on showing it.")
  private boolean watch;

  @Option(names = "--check", description = "Exit code 1 unless every workload is Healthy.")
  private boolean check;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      description = "How often --watch looks (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(1);

  StatusCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ControlLink link = link()) {
      if (watch) {
        follow(link);
        return ExitCode.OK.code();
      }
      Status status = during("asking the cluster", link::status);
      List<String> text = json() ? List.of() : text(link, status);
      show(status, () -> text);
      boolean finding = check && !(status.health().equals("Healthy") && status.settled());
      return (finding ? ExitCode.FINDINGS : ExitCode.OK).code();
    }
  }

  private List<String> text(ControlLink link, Status status) {
    return StatusText.lines(
        status,
        status.incidents().open() == 0 ? List.of() : link.incidents(false),
        around.clock().instant(),
        style());
  }

  private void follow(ControlLink link) throws InterruptedException {
    if (around.outIsTerminal() && !json()) {
      try (Interrupts interrupts = new Interrupts();
          FullScreen screen = new FullScreen(around)) {
        while (!interrupts.any() && !screen.quit(interval)) {
          screen.draw(now(link));
        }
      }
      return;
    }
    StatusChanges changes = new StatusChanges(style());
    try (Interrupts interrupts = new Interrupts()) {
      while (!interrupts.any() && !around.out().checkError()) {
        Status status = link.status();
        if (json()) {
          show(status, List::of);
        } else {
          changes.since(status, link.incidents(true)).forEach(around.out()::println);
          around.out().flush();
        }
        around.waiting().pause(interval);
      }
    }
  }

  /** A screen stays when the healer goes: it says so, and shows it again when it is back. */
  private List<String> now(ControlLink link) {
    try {
      return text(link, link.status());
    } catch (RuntimeException e) {
      CommandFailure failure = CommandFailure.meaning(e);
      if (failure == null) {
        throw e;
      }
      return List.of("✖ Connection lost: " + failure.getMessage());
    }
  }
}
