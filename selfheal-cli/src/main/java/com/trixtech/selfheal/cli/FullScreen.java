package com.trixtech.selfheal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * The terminal's second screen, redrawn in place; the first is as it was when this is closed. Keys
 * are read one by one where {@code stty} is there, else only Ctrl-C leaves.
 */
final class FullScreen implements AutoCloseable {
  private static final Duration KEY = Duration.ofMillis(100);

  private final Surroundings around;
  private final Thread atExit = new Thread(this::restore, "restore-terminal");
  private boolean drawn;

  FullScreen(Surroundings around) {
    this.around = around;
    Runtime.getRuntime().addShutdownHook(atExit);
    stty("-icanon -echo min 0");
    around.out().print("\u001b[?1049h\u001b[?25l");
  }

  void draw(List<String> lines) {
    StringBuilder frame = new StringBuilder("\u001b[H");
    for (String line : lines) {
      frame.append(line).append("\u001b[K\n");
    }
    frame.append("\u001b[K\nq leaves\u001b[K\u001b[J");
    around.out().print(frame);
    around.out().flush();
    drawn = true;
  }

  /** Waits for the next redraw; true as soon as somebody wants to leave. */
  boolean quit(Duration until) throws InterruptedException {
    try {
      for (Duration left = drawn ? until : Duration.ZERO;
          left.isPositive();
          left = left.minus(KEY)) {
        while (System.in.available() > 0) {
          int key = System.in.read();
          if (key == 'q' || key == 'Q' || key == 3) {
            return true;
          }
        }
        around.waiting().pause(KEY);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("terminal: keys cannot be read", e);
    }
  }

  private void restore() {
    around.out().print("\u001b[?25h\u001b[?1049l");
    around.out().flush();
    stty("icanon echo");
  }

  private static void stty(String modes) {
    try {
      new ProcessBuilder("sh", "-c", "stty " + modes + " < /dev/tty 2> /dev/null")
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      // No stty: keys come after Enter, which is a nuisance and no more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    restore();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
