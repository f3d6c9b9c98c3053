package com.trixtech.booking.load;

import com.trixtech.booking.load.guest.Met;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.HistoryFile;
import com.trixtech.booking.load.ledger.LedgerCheck;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Traffic for some time, and the check after it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Sends guests for some time, with a line each second on stderr, then checks the ledger.")
final class RunCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final Target target = new Target();

  @Option(
      names = "--rate",
      defaultValue = "200",
      paramLabel = "RATE",
      description =
          "requests per second, or phases such as 200:10s,600:20s,200 (default: ${DEFAULT-VALUE})")
  private String rate = "";

  @Option(
      names = "--write-share",
      defaultValue = "0.4",
      description = "part of the requests that writes, 0 to 0.42 (default: ${DEFAULT-VALUE})")
  private double writeShare;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "same seed, same guests (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--duration",
      defaultValue = "PT30S",
      description = "how long, ISO-8601 (default: ${DEFAULT-VALUE})")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--timeout",
      defaultValue = "PT5S",
      description = "for one request (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--think",
      defaultValue = "PT0.25S",
      description = "mean pause of a guest between two requests (default: ${DEFAULT-VALUE})")
  private Duration think = Duration.ZERO;

  @Option(
      names = "--frontend",
      paramLabel = "URL",
      description = "address of the frontend: part of the guests come through its pages")
  private @Nullable URI frontend;

  @Option(
      names = "--page-share",
      defaultValue = "0.1",
      description =
          "part of the requests that is for pages, where there is a frontend (default: ${DEFAULT-VALUE})")
  private double pageShare;

  @Option(
      names = "--fresh-connections",
      description =
          "each request on a connection of its own, for a Service that spreads connections and not"
              + " requests")
  private boolean freshConnections;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "file that gets every request and its end, one JSON object a line")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = Output.of(spec, target.format());
    LoadPlan plan;
    try {
      URI pages = frontend;
      plan =
          new LoadPlan(
              target.backend(),
              Profile.parse(rate),
              writeShare,
              seed,
              timeout,
              think,
              pages == null ? null : new LoadPlan.Pages(pages, pageShare),
              freshConnections);
    } catch (IllegalArgumentException e) {
      output.error(String.valueOf(e.getMessage()));
      return Main.USAGE;
    }
    String name = LoadRun.name();
    Path path = file;
    if (path == null) {
      return run(plan, new History(name), output);
    }
    try (HistoryFile lines = new HistoryFile(path)) {
      return run(plan, new History(name, lines), output);
    }
  }

  private int run(LoadPlan plan, History history, Output output) throws InterruptedException {
    LoadReport report;
    try (LoadRun run = LoadRun.start(plan, history)) {
      for (Instant end = Instant.now().plus(duration); Instant.now().isBefore(end); ) {
        Thread.sleep(Duration.ofSeconds(1));
        output.error(
            "%s requests %d, deferred %d, shed %d, failed %d, bookings %d"
                .formatted(
                    Instant.now(),
                    run.total(),
                    run.count(Met.DEFERRED),
                    run.count(Met.SHED),
                    run.count(Met.FAILED),
                    run.acknowledged()));
      }
      report = run.stop();
    }
    try {
      LedgerReport ledger =
          LedgerCheck.overHttp(target.backend(), target.gateway(), history, target.patience());
      output.print(report, ledger, null);
      return ledger.clean() ? Main.AGREE : Main.DISAGREE;
    } catch (IOException e) {
      output.print(report, null, String.valueOf(e.getMessage()));
      return Main.UNCHECKED;
    }
  }
}
