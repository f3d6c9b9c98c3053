package com.trixtech.booking.gateway;

import com.trixtech.booking.gateway.store.StoreFailed;
import com.trixtech.booking.process.Environment;
import com.trixtech.booking.process.LogLines;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the gateway from the environment; SIGTERM stops it gracefully.
 *
 * <p>Exit codes: 2 the configuration cannot be used, 1 the store cannot be opened or the port
 * cannot be bound, 143 told to stop (as for any JVM), 3 out of memory (with {@code
 * -XX:+ExitOnOutOfMemoryError}).
 */
public final class Main {
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private Main() {}

  public static void main(String[] args) {
    LogLines.install();
    Config config;
    try {
      config = Config.from(System.getenv());
    } catch (Environment.Invalid e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    try {
      var gateway = Gateway.start(config);
      // The leaving thread must outlive the server's own, so it is the JVM's last act.
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "leave"));
      LOG.info(
          "%s release %s listens on %s:%d, store %s, %d servers of %d ms"
              .formatted(
                  config.podName(),
                  config.release(),
                  config.host(),
                  gateway.port(),
                  config.dataDir(),
                  config.servers(),
                  config.serviceTime().toMillis()));
      gateway
          .controlPort()
          .ifPresent(port ->
              LOG.warning(
                  "control port " + config.host() + ":" + port + ": faults can be switched on"));
    } catch (StoreFailed | UncheckedIOException e) {
      LOG.log(Level.WARNING, "DATA_DIR: " + config.dataDir() + " (expected: a usable store)", e);
      System.exit(1);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "HOST, PORT: " + config.host() + ":" + config.port() + " (expected: a free address)",
          e);
      System.exit(1);
    }
  }
}
