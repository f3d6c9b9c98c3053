package com.trixtech.booking.load;

import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.HistoryFile;
import com.trixtech.booking.load.ledger.LedgerCheck;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ledger check alone. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Holds the backend's and the provider's books against each other, and against a run's"
            + " history where one is given.")
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final Target target = new Target();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "what booking-load run --history has written")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Output output = Output.of(spec, target.format());
    try {
      History history = file == null ? new History("nobody") : HistoryFile.read(file);
      LedgerReport report =
          LedgerCheck.overHttp(target.backend(), target.gateway(), history, target.patience());
      output.print(null, report, null);
      return report.clean() ? Main.AGREE : Main.DISAGREE;
    } catch (IOException e) {
      output.print(null, null, String.valueOf(e.getMessage()));
      return Main.UNCHECKED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Main.UNCHECKED;
    }
  }
}
