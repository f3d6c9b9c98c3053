package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.Composition;
import com.trixtech.selfheal.cli.healer.Leftovers;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.ControlFile;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends everything. */
@Command(
    name = "down",
    description = {
      "Stops every instance and the healer.",
      "Data and logs stay, unless --wipe is given.",
      "What a healer that was killed has left running is stopped too."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal down",
      "  ./selfheal down --wipe            with data, logs and the journal"
    })
final class DownCommand extends HealerCommand {
  /** A healer opens its control API within a second or two of its start. */
  private static final Duration STARTING = Duration.ofSeconds(30);

  private static final Duration KILLED = Duration.ofSeconds(10);

  @Option(names = "--wipe", description = "Removes data, logs and the journal too.")
  private boolean wipe;

  @Option(names = "--force", description = "Kills instances without their termination grace.")
  private boolean force;

  /** The answer as JSON. */
  record Report(boolean stopped, boolean wiped, boolean healerHadEnded) {}

  DownCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean healerHadEnded;
    try (Progress progress = progress();
        Interrupts interrupts = new Interrupts()) {
      healerHadEnded = end(progress, interrupts);
    }
    String what = wipe ? "Everything is stopped and wiped." : "Everything is stopped.";
    String left = healerHadEnded ? "The healer had ended before; what it left is stopped." : what;
    show(new Report(true, wipe, healerHadEnded), () -> List.of(left));
    return ExitCode.OK.code();
  }

  /** Whether it was a healer's leftovers, and no healer, that had to be ended. */
  private boolean end(Progress progress, Interrupts interrupts) throws InterruptedException {
    while (true) {
      try (ControlClient client = client()) {
        new Stopping(around, progress).stop(client, wipe, force, interrupts::count);
        if (force) {
          clean(progress); // a healer that failed to end something has ended itself
        }
        return false;
      } catch (NoHealerException nobody) {
        if (nobody.trace() == NoHealerException.Trace.SILENT) {
          killSilent(nobody);
        }
        Boolean found = tryToClean(progress);
        if (found != null) {
          if (!found) {
            throw nobody;
          }
          return true;
        }
        progress.phase("waiting for a healer that is just starting");
        around.waiting().pause(Progress.TICK);
      }
    }
  }

  private void killSilent(NoHealerException silent) {
    if (!force) {
      throw new CommandFailure(
          ExitCode.INCONCLUSIVE,
          String.valueOf(silent.getMessage()),
          "./selfheal down --force kills it, and ends what it leaves");
    }
    ControlFile.read(state())
        .flatMap(ControlFile::process)
        .ifPresent(healer -> {
          healer.destroyForcibly();
          healer.onExit().orTimeout(KILLED.toSeconds(), TimeUnit.SECONDS).join();
        });
  }

  /** Null where a healer holds the state and has written nothing yet by which to reach it. */
  private @Nullable Boolean tryToClean(Progress progress) {
    try {
      return clean(progress);
    } catch (CommandFailure starting) {
      if (starting.exit() != ExitCode.ALREADY_RUNNING
          || progress.elapsed().compareTo(STARTING) > 0) {
        throw starting;
      }
      return null;
    }
  }

  private boolean clean(Progress progress) {
    return Leftovers.clean(
        Composition.installed(), state(), new Requests.Down(wipe, force), progress::phase);
  }
}
