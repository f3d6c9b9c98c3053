package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.server.ControlFile;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What is left of a healer in its state directory. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Stops what a healer that has ended left running. Holds the state's lock meanwhile: a healer
   * that is just starting, and has no control file yet, must not lose what it starts.
   *
   * @return whether there was anything
   */
  public static boolean clean(
      Composition composition, Path state, Requests.Down request, Consumer<String> progress) {
    if (!Files.isDirectory(state)) {
      return false;
    }
    try {
      boolean found;
      try (StateLock _ = StateLock.take(state)) {
        found = composition.clean(state, request, progress);
        found |= Files.deleteIfExists(ControlFile.in(state));
      }
      if (request.wipe()) {
        removeOwnFiles(state);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The runtime wipes what is its own; a directory that holds anything else stays. */
  static void removeOwnFiles(Path state) throws IOException {
    Files.deleteIfExists(HealerArguments.logOf(state));
    Files.deleteIfExists(StateLock.in(state));
    for (Path directory : new Path[] {state.resolve("logs"), state}) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }
}
