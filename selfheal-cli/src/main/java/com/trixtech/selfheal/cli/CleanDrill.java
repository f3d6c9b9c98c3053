package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.run.DrillRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a drill that died has left. */
@Command(
    name = "clean",
    description =
        "Takes back every fault that a drill has left, and what it released: applies the manifests"
            + " again, or on a cluster puts the environments back.")
final class CleanDrill extends DrillingCommand {
  @Mixin private final DrilledWhere where = new DrilledWhere();

  CleanDrill(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      List<String> done = where.run(this, DrillRunner::clean);
      show(done, () -> done.isEmpty() ? List.of("Nothing was left.") : done);
      return ExitCode.OK.code();
    } catch (DrillRefused refused) {
      throw new CommandFailure(
          ExitCode.INCONCLUSIVE, String.valueOf(refused.getMessage()), "nothing was done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
