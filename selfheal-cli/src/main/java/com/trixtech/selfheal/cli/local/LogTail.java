package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.LogChunk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the end of a log, or what was written since. Bounded: at most {@link #MOST} bytes at a
 * time.
 */
final class LogTail {
  private static final int MOST = 256 * 1024;

  private LogTail() {}

  static LogChunk read(String instance, Path log, int lines, OptionalLong from) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      // A log that was rotated is shorter than before: read on from its beginning.
      long asked = from.isPresent() && from.getAsLong() <= length ? from.getAsLong() : 0;
      long start = from.isPresent() ? asked : Math.max(0, length - MOST);
      byte[] bytes = new byte[(int) Math.min(MOST, length - start)];
      file.seek(start);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      List<String> all = text.lines().toList();
      int skipped = from.isPresent() ? 0 : Math.max(0, all.size() - lines);
      return new LogChunk(instance, all.subList(skipped, all.size()), start + bytes.length);
    } catch (IOException e) {
      throw ControlException.notFound(
          "log: " + log + " cannot be read: " + e.getMessage(),
          "an instance that has started once");
    }
  }
}
