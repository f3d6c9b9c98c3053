package com.trixtech.booking.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Traffic from the command line: a progress line each second on stderr, the report as JSON on
 * stdout.
 *
 * <p>Exit codes: 0 nothing lost or doubled, 1 something was, 2 wrong arguments, 3 the check could
 * not be made. Failed requests are reported and do not change the code: how many are bearable is
 * the caller's judgement.
 */
@Command(
    name = "booking-load",
    mixinStandardHelpOptions = true,
    description =
        "Makes traffic on the booking system and checks that no acknowledged booking was lost or doubled.")
public final class Main implements Callable<Integer> {
  @Option(
      names = "--target",
      required = true,
      description = "address of the service, such as http://127.0.0.1:8080")
  private URI target = URI.create("http://127.0.0.1");

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "requests per second (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--booking-share",
      defaultValue = "0.3",
      description = "part that books, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double bookingShare;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "same seed, same traffic (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--duration",
      defaultValue = "PT10S",
      description = "how long, ISO-8601 (default: ${DEFAULT-VALUE})")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--timeout",
      defaultValue = "PT5S",
      description = "for one request (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--ledger",
      description = "file that gets every acknowledged booking, one JSON object a line")
  private @Nullable Path ledgerFile;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadPlan plan;
    try {
      plan = new LoadPlan(target, rate, bookingShare, seed, timeout);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    var run = LoadRun.start(plan);
    for (Instant end = Instant.now().plus(duration); Instant.now().isBefore(end); ) {
      Thread.sleep(Duration.ofSeconds(1));
      System.err.printf(
          "%s requests %d, failed %d, acknowledged %d%n",
          Instant.now(), run.total(), run.failed(), run.acknowledged());
    }
    var report = run.stop();
    var json = json(report);
    if (ledgerFile != null) {
      writeLedger(run.ledger(), ledgerFile);
    }
    int code;
    try {
      var check = LedgerCheck.overHttp(target, run.ledger());
      var bookings = json.putObject("bookings");
      bookings
          .put("acknowledged", check.acknowledged())
          .put("lost", check.lost())
          .put("double", check.doubled());
      bookings
          .put("unexplained", check.unexplained())
          .put("unacknowledged", check.unacknowledged());
      check.examples().forEach(bookings.putArray("examples")::add);
      code = check.clean() ? 0 : 1;
    } catch (IOException e) {
      json.put("bookingsUnchecked", String.valueOf(e.getMessage()));
      code = 3;
    }
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json));
    return code;
  }

  private static ObjectNode json(LoadReport report) {
    var json = new ObjectMapper().createObjectNode();
    json.putObject("requests")
        .put("total", report.total())
        .put("failed", report.failed())
        .put("rejected", report.rejected())
        .put("p50Ms", report.p50().toNanos() / 1e6)
        .put("p99Ms", report.p99().toNanos() / 1e6)
        .put("maxMs", report.max().toNanos() / 1e6);
    var failures = json.putObject("failures");
    report
        .failures()
        .forEach((kind, f) ->
            failures
                .putObject(kind)
                .put("count", f.count())
                .put("first", f.first().toString())
                .put("last", f.last().toString()));
    return json;
  }

  private static void writeLedger(Ledger ledger, Path file) throws IOException {
    var json = new ObjectMapper();
    try (var out = Files.newBufferedWriter(file)) {
      for (var ack : ledger.acknowledged()) {
        out.write(
            json.createObjectNode()
                .put("key", ack.key())
                .put("id", ack.bookingId())
                .put("at", ack.at().toString())
                .toString());
        out.newLine();
      }
    }
  }
}
