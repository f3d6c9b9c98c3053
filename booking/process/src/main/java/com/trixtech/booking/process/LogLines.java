package com.trixtech.booking.process;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line for each event, on stdout: time, level, origin, message, and the chain of causes. A
 * programming error (SEVERE) brings the top of its stack on the same line. Thread-safe.
 */
public final class LogLines extends Handler {
  private static final int FRAMES = 12;

  /**
   * Helidon greets with several lines; the pool reports each dead connection, and the watch says it
   * once.
   */
  private static final Map<Logger, Level> QUIET =
      Map.of( // held, since the JDK forgets loggers that nobody holds, and their levels with them
          Logger.getLogger("io.helidon"), Level.WARNING,
          Logger.getLogger("com.zaxxer.hikari"), Level.SEVERE,
          Logger.getLogger("org.flywaydb"), Level.WARNING,
          Logger.getLogger("org.postgresql"), Level.SEVERE);

  private final PrintStream out = System.out;

  private LogLines() {}

  /** Takes the place of every handler of the JDK. Called once, at the start of the process. */
  public static void install() {
    LogManager.getLogManager().reset();
    var root = Logger.getLogger("");
    root.addHandler(new LogLines());
    root.setLevel(Level.INFO);
    QUIET.forEach((logger, level) -> logger.setLevel(level));
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
  public static void last(Logger logger, String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName(logger.getName());
    var lines = new LogLines();
    lines.publish(event);
    lines.flush();
  }
}
