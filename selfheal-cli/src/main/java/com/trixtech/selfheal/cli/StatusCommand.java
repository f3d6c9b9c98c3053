package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.text.StatusChanges;
import com.trixtech.selfheal.cli.text.StatusText;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.NoHealerException;
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
      "  ./selfheal status -o json | jq -r '.services[].url'"
    })
final class StatusCommand extends HealerCommand {

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
    try (ControlClient client = client()) {
      if (watch) {
        follow(client);
        return ExitCode.OK.code();
      }
      Status status;
      List<String> text;
      try (Progress progress = progress()) {
        status = progress.during("asking the healer", client::status);
        text = json() ? List.of() : text(client, status);
      }
      show(status, () -> text);
      boolean finding = check && !(status.health().equals("Healthy") && status.settled());
      return (finding ? ExitCode.FINDINGS : ExitCode.OK).code();
    }
  }

  private List<String> text(ControlClient client, Status status) {
    return StatusText.lines(
        status,
        status.incidents().open() == 0 ? List.of() : client.incidents(false),
        around.clock().instant(),
        style());
  }

  private void follow(ControlClient client) throws InterruptedException {
    if (around.outIsTerminal() && !json()) {
      try (Interrupts interrupts = new Interrupts();
          FullScreen screen = new FullScreen(around)) {
        while (!interrupts.any() && !screen.quit(interval)) {
          screen.draw(now(client));
        }
      }
      return;
    }
    StatusChanges changes = new StatusChanges(style());
    try (Interrupts interrupts = new Interrupts()) {
      while (!interrupts.any() && !around.out().checkError()) {
        Status status = client.status();
        if (json()) {
          show(status, List::of);
        } else {
          changes.since(status, client.incidents(true)).forEach(around.out()::println);
          around.out().flush();
        }
        around.waiting().pause(interval);
      }
    }
  }

  /** A screen stays when the healer goes: it says so, and shows it again when it is back. */
  private List<String> now(ControlClient client) {
    try {
      return text(client, client.status());
    } catch (NoHealerException e) {
      String message = e.getMessage();
      return List.of("✖ Connection lost: " + (message == null ? e.toString() : message));
    }
  }
}
