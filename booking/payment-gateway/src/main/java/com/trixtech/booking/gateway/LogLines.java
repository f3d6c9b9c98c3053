package com.trixtech.booking.gateway;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line for each event, on stdout: time, level, origin, message, and the chain of causes. A
 * programming error (SEVERE) brings the top of its stack on the same line. Thread-safe.
 */
final class LogLines extends Handler {
  private static final int FRAMES = 12;

  /** Held, since the JDK forgets loggers that nobody holds, and their levels with them. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private final PrintStream out = System.out;

  static void install() {
    LogManager.getLogManager().reset();
    var root = Logger.getLogger("");
    root.addHandler(new LogLines());
    root.setLevel(Level.INFO);
    HELIDON.setLevel(Level.WARNING); // it greets with several lines
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    var line = new StringBuilder(160);
    line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(event.getLevel().getName())
        .append(' ');
    String origin = String.valueOf(event.getLoggerName());
    line.append(origin.substring(origin.lastIndexOf('.') + 1))
        .append(": ")
        .append(event.getMessage());
    for (Throwable t = event.getThrown(); t != null; t = t.getCause()) {
      line.append(" <- ").append(t);
      if (event.getLevel() == Level.SEVERE) {
        var stack = t.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
          line.append(" at ").append(stack[i]);
        }
      }
    }
    out.println(line.toString().replace('\n', ' ').replace('\r', ' '));
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {}

  /**
   * For the end of the process: by then the JDK's own shutdown hook may have removed every handler.
   */
  static void last(Logger logger, String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName(logger.getName());
    var lines = new LogLines();
    lines.publish(event);
    lines.flush();
  }
}
