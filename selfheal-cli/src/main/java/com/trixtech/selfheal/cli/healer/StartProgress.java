package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@code up} how the healer's start goes, before there is a control API to ask: one line of
 * JSON for each phase, in a file that {@code up} names and removes.
 */
final class StartProgress {

  /** Where a start stands. */
  enum Stage {
    STARTING,
    STARTED,
    FAILED
  }

  /** One line. */
  record Line(Stage stage, String text, ExitCode exit, @Nullable String hint) {}

  private final Path file;
  private boolean over;

  StartProgress(Path file) {
    this.file = file;
  }

  /** Nothing once the start is over: what instances do later is no phase of it. */
  synchronized void phase(String text) {
    if (over) {
      return;
    }
    write(new Line(Stage.STARTING, text, ExitCode.OK, null));
  }

  synchronized void started() {
    over = true;
    write(new Line(Stage.STARTED, "started", ExitCode.OK, null));
  }

  synchronized void failed(CommandFailure failure) {
    over = true;
    String message = failure.getMessage();
    write(new Line(Stage.FAILED, message == null ? "" : message, failure.exit(), failure.hint()));
  }

  private void write(Line line) {
    try {
      Files.writeString(
          file,
          Json.MAPPER.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("start progress: " + file + " cannot be written", e);
    }
  }

  /** Every phase that is a note, in order. */
  static List<String> notes(Path file) {
    try {
      List<String> notes = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        String text = Json.MAPPER.readValue(line, Line.class).text();
        if (text.startsWith(HealerLaunch.NOTE)) {
          notes.add(text);
        }
      }
      return notes;
    } catch (IOException e) {
      throw new UncheckedIOException("start progress: " + file + " cannot be read", e);
    }
  }

  /** The last line that was written whole; a first phase where there is none yet. */
  static Line last(Path file) {
    try {
      String text = Files.readString(file);
      List<String> whole = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      if (!whole.isEmpty()) {
        return Json.MAPPER.readValue(whole.getLast(), Line.class);
      }
    } catch (NoSuchFileException e) {
      // The healer's JVM has not come that far.
    } catch (IOException e) {
      throw new UncheckedIOException("start progress: " + file + " cannot be read", e);
    }
    return new Line(Stage.STARTING, "starting the healer", ExitCode.OK, null);
  }
}
