package com.trixtech.selfheal.local.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one file holds.
 *
 * @param goodLength bytes up to the end of the last whole entry
 * @param torn what follows them: the beginning of an entry that a crash cut off; empty when none
 */
record JournalFile(Path path, List<JournalEntry> entries, long goodLength, byte[] torn) {

  /**
   * Reads a file. Only its end may be unreadable: an entry whose line end is missing was never
   * acknowledged, and a last line of zeros is what a power cut leaves.
   *
   * @throws IOException when it cannot be read, or is damaged before its end
   */
  static JournalFile read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    List<JournalEntry> entries = new ArrayList<>();
    int from = 0;
    for (int end = lineEnd(bytes, from); end >= 0; end = lineEnd(bytes, from)) {
      try {
        entries.add(EntryJson.entry(bytes, from, end - from));
      } catch (IOException e) {
        if (end == bytes.length - 1) {
          break;
        }
        throw new IOException(
            "journal line: %s (expected: one entry of a known kind) in %s:%d"
                .formatted(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    path,
                    entries.size() + 1),
            e);
      }
      from = end + 1;
    }
    return new JournalFile(
        path, List.copyOf(entries), from, Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
