package com.trixtech.selfheal.local.journal;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.testkit.JournalCompatibilityKit;
import com.trixtech.selfheal.testkit.JournalSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** With files so small that the kit's entries fill several of them. */
class FileJournalCompatibilityTest extends JournalCompatibilityKit {

  private static final Retention SMALL = new Retention(1500, 100, Duration.ofDays(1));

  @TempDir Path folder;

  @Override
  protected Storage newStorage() {
    return new Storage() {
      private @Nullable FileJournal journal;

      @Override
      public Journal open() {
        close();
        FileJournal opened = FileJournal.open(folder, SMALL);
        journal = opened;
        return opened;
      }

      @Override
      public void tear() {
        close();
        byte[] line = EntryJson.line(JournalSamples.entries().getLast());
        try {
          Files.write(
              folder.resolve("journal.jsonl"),
              Arrays.copyOf(line, line.length / 2),
              StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public Optional<String> torn() {
        FileJournal opened = journal;
        return opened == null ? Optional.empty() : opened.torn().map(Path::toString);
      }

      // Something sits where the next file must go: works for root too, whom no permission stops.
      @Override
      public void makeUnwritable() {
        try {
          Files.createDirectory(folder.resolve("journal-1.jsonl"));
          Files.createDirectory(folder.resolve("journal-1.jsonl").resolve("full"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void makeWritable() {
        try {
          Files.delete(folder.resolve("journal-1.jsonl").resolve("full"));
          Files.delete(folder.resolve("journal-1.jsonl"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {
        FileJournal opened = journal;
        if (opened != null) {
          opened.close();
          journal = null;
        }
      }
    };
  }
}
