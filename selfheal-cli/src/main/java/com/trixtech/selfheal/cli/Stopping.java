package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.NoHealerException;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Tells a healer to end everything and waits until it has. Used by {@code down} and {@code up}. */
final class Stopping {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Surroundings around;
  private final Progress progress;

  Stopping(Surroundings around, Progress progress) {
    this.around = around;
    this.progress = progress;
  }

  /**
   * @param interrupts how often Ctrl-C was pressed by now; one more than at the start kills what is
   *     left without its termination grace
   */
  void stop(ControlClient client, boolean wipe, boolean force, IntSupplier interrupts)
      throws InterruptedException {
    int before = interrupts.getAsInt();
    boolean forced = force;
    client.down(wipe, force);
    Duration start = progress.elapsed();
    while (client.file().alive()) {
      if (progress.elapsed().minus(start).compareTo(PATIENCE) > 0) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            "healer: pid %d still stops after %d s (expected: to have ended)"
                .formatted(client.file().pid(), PATIENCE.toSeconds()),
            forced ? null : "./selfheal down --force kills instances without their grace");
      }
      if (!forced && interrupts.getAsInt() > before) {
        forced = true;
        hurry(client, wipe);
      }
      progress.phase(forced ? "killing instances" : "stopping instances");
      around.waiting().pause(Progress.TICK);
    }
  }

  private static void hurry(ControlClient client, boolean wipe) {
    try {
      client.down(wipe, true);
    } catch (NoHealerException e) {
      // It has just ended, which is what was wanted; the loop sees it.
    }
  }
}
