package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error that something goes on: one line that turns on a terminal, else a line
 * for each new phase. Used by one thread.
 */
final class Progress implements AutoCloseable {
  private static final String TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  static final Duration TICK = Duration.ofMillis(100);

  private final Surroundings around;
  private final Instant since;
  private @Nullable String shown;
  private int turn;

  Progress(Surroundings around) {
    this.around = around;
    this.since = around.clock().instant();
  }

  Duration elapsed() {
    return Duration.between(since, around.clock().instant());
  }

  void phase(String text) {
    if (around.errIsTerminal()) {
      String line =
          TURNS.charAt(turn++ % TURNS.length()) + " " + text + "  " + Times.brief(elapsed());
      around
          .err()
          .print("\r\u001b[K" + line.substring(0, Math.min(line.length(), around.columns() - 1)));
      around.err().flush();
    } else if (!text.equals(shown)) {
      around.err().println("%6.1fs  %s".formatted(elapsed().toMillis() / 1000.0, text));
    }
    shown = text;
  }

  /** A line that stays, such as an event of a drill. */
  void line(String text) {
    around.err().println((around.errIsTerminal() ? "\r\u001b[K" : "") + text);
    around.err().flush();
  }

  /** Waits for a call; says what it waits for once that takes more than a second. */
  <T> T during(String text, Callable<T> call) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    int ticks = 0;
    while (!task.isDone()) {
      around.waiting().pause(Duration.ofMillis(ticks++ < 20 ? 5 : 100));
      if (elapsed().toMillis() > 1000) {
        phase(text);
      }
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Takes the line off the terminal. */
  @Override
  public void close() {
    if (around.errIsTerminal() && shown != null) {
      around.err().print("\r\u001b[K");
      around.err().flush();
    }
  }
}
