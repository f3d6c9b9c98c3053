package com.trixtech.booking.frontend;

import com.trixtech.booking.process.Environment;
import com.trixtech.booking.process.LogLines;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the frontend from the environment; SIGTERM stops it gracefully.
 *
 * <p>Exit codes: 2 the configuration cannot be used, 1 the port cannot be bound, 143 told to stop
 * (as for any JVM), 3 out of memory (with {@code -XX:+ExitOnOutOfMemoryError}).
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
      var frontend = Frontend.start(config);
      // The leaving thread must outlive the server's own, so it is the JVM's last act.
      Runtime.getRuntime().addShutdownHook(new Thread(frontend::close, "leave"));
      LOG.info(config + " listens on " + config.host() + ":" + frontend.port());
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "HOST, PORT: " + config.host() + ":" + config.port() + " (expected: a free address)",
          e);
      System.exit(1);
    }
  }
}
