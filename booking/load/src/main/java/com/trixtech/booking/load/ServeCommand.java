package com.trixtech.booking.load;

import com.trixtech.booking.load.control.ControlServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Traffic for whoever asks for it, as a drill on a cluster does. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Waits on this machine's loopback for somebody who starts, steers and checks a load; ends"
            + " when nobody has asked for anything for a while.")
final class ServeCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--control-port",
      required = true,
      paramLabel = "PORT",
      description = "where it waits; 0 picks a free one")
  private int port;

  @Option(
      names = "--alone",
      defaultValue = "PT60S",
      paramLabel = "DURATION",
      description = "how long nobody may ask before it ends, ISO-8601 (default: ${DEFAULT-VALUE})")
  private Duration alone = Duration.ZERO;

  @Override
  public Integer call() throws InterruptedException {
    var line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    try (ControlServer server = new ControlServer(port)) {
      line.getErr().println("waiting on 127.0.0.1:" + server.port());
      line.getErr().flush();
      while (server.alone().compareTo(alone) < 0) {
        Thread.sleep(LOOK);
      }
      line.getErr().println("nobody has asked for " + alone);
      line.getErr().flush();
      return Main.AGREE;
    } catch (IOException | IllegalArgumentException e) {
      line.getErr()
          .println(
              "--control-port: %d: %s (expected: a free port)".formatted(port, e.getMessage()));
      return Main.USAGE;
    }
  }
}
