package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.Composition;
import com.trixtech.selfheal.cli.healer.Leftovers;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Requests;
import java.util.List;
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
    boolean healerHadEnded = false;
    try (Progress progress = progress();
        Interrupts interrupts = new Interrupts()) {
      try (ControlClient client = client()) {
        new Stopping(around, progress).stop(client, wipe, force, interrupts::count);
      } catch (NoHealerException nobody) {
        clean(nobody, progress);
        healerHadEnded = true;
      }
    }
    String what = wipe ? "Everything is stopped and wiped." : "Everything is stopped.";
    String left = healerHadEnded ? "The healer had ended before; what it left is stopped." : what;
    show(new Report(true, wipe, healerHadEnded), () -> List.of(left));
    return ExitCode.OK.code();
  }

  private void clean(NoHealerException nobody, Progress progress) {
    boolean found =
        switch (nobody.trace()) {
          case SILENT ->
              throw new CommandFailure(
                  ExitCode.INCONCLUSIVE,
                  nobody.getMessage() == null ? nobody.toString() : nobody.getMessage(),
                  "end that process, then ./selfheal down again");
          case DEAD, NONE ->
              Leftovers.clean(
                  Composition.installed(),
                  state(),
                  new Requests.Down(wipe, force),
                  progress::phase);
        };
    if (!found) {
      throw nobody;
    }
  }
}
