package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.HealerArguments;
import com.trixtech.selfheal.cli.healer.HealerLaunch;
import com.trixtech.selfheal.cli.text.StatusChanges;
import com.trixtech.selfheal.cli.text.StatusText;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.ControlFile;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.LogChunk;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the system with its healer, and stays with it. */
@Command(
    name = "up",
    description = {
      "Starts a system on this machine, with its healer.",
      "The manifests of a directory run as processes, and the healer looks after them.",
      "Stays attached and tells what happens; Ctrl-C stops everything. A healer that",
      "was killed is started again by the same command, and takes over what runs."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal up                     the booking system of deploy/",
      "  ./selfheal up --detach            returns as soon as everything is ready",
      "  ./selfheal up -f my-app/k8s --images my-app/images.yaml --state /tmp/my-app"
    })
final class UpCommand extends HealerCommand {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int LAST_LINES = 15;

  @Mixin private final ManifestSource source = new ManifestSource();

  @Option(
      names = {"-d", "--detach"},
      description = "Returns when everything is ready.")
  private boolean detach;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "120s",
      description = "How long everything may take to be ready (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  UpCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    ManifestSource.Paths paths = source.resolve(around);
    Path state = state();
    refuseSecondHealer(state);
    try (Interrupts interrupts = new Interrupts()) {
      return up(state, paths, interrupts);
    } catch (NoHealerException e) {
      if (e.trace() != NoHealerException.Trace.NONE) {
        throw e;
      }
      around.err().println("Stopped from elsewhere.");
      return ExitCode.OK.code();
    }
  }

  private Integer up(Path state, ManifestSource.Paths paths, Interrupts interrupts)
      throws InterruptedException {
    Status ready;
    try (Progress progress = progress();
        HealerLaunch launch = HealerLaunch.start(state, paths.manifests(), paths.images())) {
      ready = start(state, launch, progress, interrupts);
      if (ready != null) {
        launch.notes().forEach(progress::line);
      }
    }
    if (ready == null) {
      around.err().println("Interrupted: everything that was started is stopped again.");
      return ExitCode.OK.code();
    }
    show(ready, () -> readyText(ready));
    return detach ? ExitCode.OK.code() : attached(state, interrupts);
  }

  private static void refuseSecondHealer(Path state) {
    Optional<ControlFile> other = ControlFile.read(state).filter(ControlFile::alive);
    if (other.isPresent()) {
      throw new CommandFailure(
          ExitCode.ALREADY_RUNNING,
          "state: %s has a running healer, pid %d (expected: none)"
              .formatted(state, other.get().pid()),
          "see ./selfheal status, end it with ./selfheal down, or use another --state");
    }
  }

  /** Returns null where it was interrupted. Whatever goes wrong, nothing is left running. */
  private @Nullable Status start(
      Path state, HealerLaunch launch, Progress progress, Interrupts interrupts)
      throws InterruptedException {
    for (String phase = launch.phase(); phase != null; phase = launch.phase()) {
      boolean late = progress.elapsed().compareTo(timeout) > 0;
      if (interrupts.any() || late) {
        giveUp(launch, progress);
        if (late) {
          throw new CommandFailure(
              ExitCode.ENVIRONMENT,
              "start: %s for %d s (expected: started)".formatted(phase, timeout.toSeconds()),
              "the healer's log: " + HealerArguments.logOf(state));
        }
        return null;
      }
      progress.phase(phase);
      around.waiting().pause(Progress.TICK);
    }
    try (ControlClient client = ControlClient.of(state)) {
      try {
        return awaitReady(client, progress, interrupts);
      } catch (CommandFailure | ControlException e) {
        stop(client, progress, interrupts);
        throw e;
      }
    }
  }

  private @Nullable Status awaitReady(
      ControlClient client, Progress progress, Interrupts interrupts) throws InterruptedException {
    Status status = client.status();
    while (!status.settled()) {
      if (interrupts.any()) {
        stop(client, progress, interrupts);
        return null;
      }
      if (progress.elapsed().compareTo(timeout) > 0) {
        throw notReady(status, lastWords(client, status));
      }
      progress.phase("waiting for " + waitingFor(status));
      around.waiting().pause(POLL);
      status = client.status();
    }
    return status;
  }

  private void giveUp(HealerLaunch launch, Progress progress) throws InterruptedException {
    launch.giveUp();
    while (launch.alive()) {
      progress.phase("stopping what was started");
      around.waiting().pause(Progress.TICK);
    }
  }

  private void stop(ControlClient client, Progress progress, Interrupts interrupts)
      throws InterruptedException {
    new Stopping(around, progress).stop(client, false, false, interrupts::count);
  }

  private static String waitingFor(Status status) {
    String unsettled =
        status.workloads().stream()
            .filter(workload -> !workload.settled())
            .map(w -> "%s (%d/%d ready)".formatted(w.name(), w.ready(), w.replicas()))
            .collect(Collectors.joining(", "));
    return unsettled.isEmpty() ? "the first workload" : unsettled;
  }

  private CommandFailure notReady(Status status, List<String> lastWords) {
    return new CommandFailure(
        ExitCode.ENVIRONMENT,
        "up: %s after %d s (expected: all ready); everything is stopped again"
            .formatted(waitingFor(status), timeout.toSeconds()),
        String.join("\n", lastWords));
  }

  /** What the first instance that is not ready wrote last. */
  private static List<String> lastWords(ControlClient client, Status status) {
    for (WorkloadStatus workload : status.workloads()) {
      for (InstanceStatus instance : workload.instances()) {
        if (!instance.ready()) {
          List<String> lines = new ArrayList<>();
          lines.add("last lines of " + instance.name() + ":");
          try {
            LogChunk log = client.logs(instance.name(), LAST_LINES, OptionalLong.empty());
            log.lines().forEach(line -> lines.add("  | " + line));
          } catch (ControlException e) {
            lines.add("  (no log: " + e.getMessage() + ")");
          }
          return lines;
        }
      }
    }
    return List.of();
  }

  private List<String> readyText(Status status) {
    List<String> lines =
        new ArrayList<>(StatusText.lines(status, List.of(), around.clock().instant(), style()));
    lines.add("");
    lines.add(style().strong("What next"));
    lines.add("  break it   ./selfheal drill run kill-instance");
    lines.add("  watch it   ./selfheal status --watch");
    lines.add(
        detach ? "  stop it    ./selfheal down" : "  stop it    Ctrl-C here (a second one kills)");
    return lines;
  }

  /** Tells what happens until Ctrl-C, which ends everything. */
  private Integer attached(Path state, Interrupts interrupts) throws InterruptedException {
    StatusChanges changes = new StatusChanges(style());
    var lines = json() ? around.err() : around.out();
    try (ControlClient client = ControlClient.of(state)) {
      while (!interrupts.any()) {
        changes.since(client.status(), client.incidents(true)).forEach(lines::println);
        lines.flush();
        around.waiting().pause(POLL);
      }
      around.err().println("Stopping everything (Ctrl-C again kills what is left) …");
      try (Progress progress = progress()) {
        stop(client, progress, interrupts);
      }
      around.err().println("Everything is stopped; data and logs stay in " + state);
    }
    return ExitCode.OK.code();
  }
}
