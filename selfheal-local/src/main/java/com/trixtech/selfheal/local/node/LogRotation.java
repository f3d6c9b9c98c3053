package com.trixtech.selfheal.local.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a log small by copying it and cutting it: its writer has the file open for appending, goes
 * on at the new end, and needs no signal. A line written between copy and cut is lost. Pure I/O,
 * thread-safe for different files.
 *
 * @param maxBytes size from which a log is rotated
 * @param keep how many old logs stay, {@code NAME.1} the youngest
 */
public record LogRotation(long maxBytes, int keep) {

  /** Rotates the log if it is too large; says whether it did. */
  public boolean rotate(Path log) throws IOException {
    if (!Files.exists(log) || Files.size(log) <= maxBytes) {
      return false;
    }
    for (int i = keep - 1; i >= 1; i--) {
      if (Files.exists(numbered(log, i))) {
        Files.move(numbered(log, i), numbered(log, i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (keep > 0) {
      Files.copy(log, numbered(log, 1), StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    return true;
  }

  private static Path numbered(Path log, int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }
}
