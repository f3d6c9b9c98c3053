package com.trixtech.selfheal.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.testkit.JournalSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final WorkloadRef BACKEND =
      new WorkloadRef("default", WorkloadRef.Kind.DEPLOYMENT, "backend");

  /** One entry a file, one closed file kept, a day of age: history that goes as fast as it may. */
  private static final Retention TIGHT = new Retention(1, 1, Duration.ofDays(1));

  @TempDir Path folder;

  @Test
  void a_line_can_be_read_by_people_and_other_programs() throws IOException {
    try (FileJournal journal = FileJournal.open(folder)) {
      write(journal, opened("i-1", T0));
    }
    assertThat(Files.readString(folder.resolve("journal.jsonl")))
        .isEqualTo(
            """
            {"kind":"IncidentOpened","at":"2026-01-01T00:00:00Z","incident":"i-1","workload":{"namespace":"default","kind":"DEPLOYMENT","name":"backend"},"cause":"INSTANCE_CRASHED","since":"2026-01-01T00:00:00Z","rung":0}
            """);
  }

  @Test
  void a_field_that_only_a_newer_build_knows_is_passed_over_and_stays_in_the_file()
      throws IOException {
    Path file = folder.resolve("journal.jsonl");
    String line = new String(EntryJson.line(opened("i-1", T0)), StandardCharsets.UTF_8);
    Files.writeString(file, line.replace("\"rung\":0", "\"rung\":0,\"mood\":{\"is\":\"calm\"}"));
    try (FileJournal journal = FileJournal.open(folder)) {
      assertThat(journal.replay()).containsExactly(opened("i-1", T0));
      write(journal, opened("i-2", T0));
    }
    assertThat(Files.readString(file)).contains("calm");
  }

  @Test
  void a_second_writer_is_told_so_and_a_reader_is_not_disturbed() {
    try (FileJournal journal = FileJournal.open(folder)) {
      write(journal, opened("i-1", T0));
      assertThatThrownBy(() -> FileJournal.open(folder))
          .isInstanceOf(JournalUnavailable.class)
          .hasMessageContaining("locked by another process")
          .hasMessageContaining(folder.toString());
      assertThat(FileJournal.read(folder)).containsExactly(opened("i-1", T0));
    }
    FileJournal.open(folder).close();
  }

  @Test
  void reading_where_nothing_was_ever_written_gives_nothing() {
    assertThat(FileJournal.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void an_entry_without_its_line_end_was_never_acknowledged_and_is_kept_aside() throws IOException {
    byte[] line = EntryJson.line(opened("i-1", T0));
    Files.write(folder.resolve("journal.jsonl"), java.util.Arrays.copyOf(line, line.length - 1));
    try (FileJournal journal = FileJournal.open(folder)) {
      assertThat(journal.replay()).isEmpty();
      assertThat(journal.torn())
          .get()
          .satisfies(aside -> assertThat(Files.readAllBytes(aside)).hasSize(line.length - 1))
          .asString()
          .contains("journal.torn-");
    }
  }

  @Test
  void zeros_at_the_end_as_a_power_cut_leaves_them_are_torn_too() throws IOException {
    try (FileJournal journal = FileJournal.open(folder)) {
      write(journal, opened("i-1", T0));
    }
    Files.write(folder.resolve("journal.jsonl"), new byte[512], StandardOpenOption.APPEND);
    try (FileJournal journal = FileJournal.open(folder)) {
      assertThat(journal.torn()).isPresent();
      write(journal, opened("i-2", T0));
      assertThat(journal.replay()).containsExactly(opened("i-1", T0), opened("i-2", T0));
    }
  }

  @Test
  void damage_before_the_end_is_refused_with_its_line() throws IOException {
    try (FileJournal journal = FileJournal.open(folder)) {
      write(journal, opened("i-1", T0));
    }
    Path file = folder.resolve("journal.jsonl");
    Files.writeString(file, "not json\n" + Files.readString(file), StandardOpenOption.APPEND);
    assertThatThrownBy(() -> FileJournal.open(folder))
        .isInstanceOf(JournalUnavailable.class)
        .hasMessageContaining(file + ":2");
    Files.delete(file);
    FileJournal.open(folder).close(); // and the lock was given back
  }

  @Test
  void an_interrupted_thread_still_writes() {
    try (FileJournal journal = FileJournal.open(folder)) {
      Thread.currentThread().interrupt();
      write(journal, opened("i-1", T0));
      assertThat(Thread.interrupted()).isTrue();
      write(journal, opened("i-2", T0));
      assertThat(journal.replay()).hasSize(2);
    }
  }

  @Test
  void closed_history_goes_but_never_an_incident_that_is_open() throws IOException {
    List<JournalEntry> all = new ArrayList<>();
    for (int day = 0; day < 9; day++) {
      all.add(opened("i-" + day, T0.plus(Duration.ofDays(day))));
      if (day != 4) {
        all.add(closed("i-" + day, T0.plus(Duration.ofDays(day)).plusSeconds(9)));
      }
    }
    try (FileJournal journal =
        FileJournal.open(folder, new Retention(700, 1, Duration.ofDays(1)))) {
      all.forEach(entry -> write(journal, entry));
      List<JournalEntry> left = journal.replay();
      assertThat(left).isSubsetOf(all).doesNotContain(opened("i-0", T0));
      assertThat(left).contains(opened("i-4", T0.plus(Duration.ofDays(4))));
      assertThat(left).hasSizeLessThan(all.size() / 2);
      assertThat(all).filteredOn(left::contains).as("in order").isEqualTo(left);
      for (JournalEntry entry : left) {
        if (entry instanceof JournalEntry.IncidentClosed end) {
          assertThat(left)
              .as("whole incidents")
              .contains(opened(end.incident(), end.at().minusSeconds(9)));
        }
      }
    }
  }

  @Test
  void what_is_young_stays_whatever_the_count() {
    try (FileJournal journal = FileJournal.open(folder, TIGHT)) {
      for (int i = 0; i < 20; i++) {
        write(journal, restarted(T0.plusSeconds(i)));
      }
      assertThat(journal.replay()).hasSize(20);
    }
  }

  @Test
  void a_condemned_revision_stays_condemned_when_its_file_goes_A73() throws IOException {
    JournalEntry condemned = new JournalEntry.RevisionCondemned(T0, BACKEND, "bad", "i-0");
    JournalEntry pause =
        new JournalEntry.Paused(
            T0, new Pause("p-1", null, "a move", "me", T0, T0.plus(Duration.ofDays(90))));
    JournalEntry ended =
        new JournalEntry.Paused(
            T0, new Pause("p-2", null, "short", "me", T0, T0.plus(Duration.ofDays(90))));
    try (FileJournal journal = FileJournal.open(folder, TIGHT)) {
      write(journal, condemned, pause, ended, new JournalEntry.Resumed(T0, "p-2", "me"));
      for (int day = 1; day < 20; day++) {
        write(journal, restarted(T0.plus(Duration.ofDays(day))));
      }
      assertThat(journal.replay())
          .startsWith(condemned, pause)
          .doesNotContain(ended, restarted(T0.plus(Duration.ofDays(1))))
          .hasSizeLessThan(8);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSizeLessThan(8);
    }
    FileJournal.open(folder, TIGHT).close();
  }

  @Test
  void the_last_incident_stays_so_that_its_number_is_not_given_again() {
    try (FileJournal journal = FileJournal.open(folder, TIGHT)) {
      for (String id : List.of("i-0001", "i-0002")) {
        write(journal, opened(id, T0));
        write(journal, closed(id, T0));
      }
      for (int day = 2; day < 12; day++) {
        write(journal, restarted(T0.plus(Duration.ofDays(day))));
      }
      assertThat(journal.replay())
          .startsWith(opened("i-0002", T0), closed("i-0002", T0))
          .doesNotContain(opened("i-0001", T0));
    }
  }

  /** A child process whose files may not grow beyond 8 KiB: its disk is full, half a line in. */
  @Test
  void a_full_disk_is_said_with_path_and_space_and_leaves_no_half_line() throws Exception {
    Process child =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 8; exec \"$0\" \"$@\"",
                System.getProperty("java.home") + "/bin/java",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FillDisk.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(folder.resolve("journal.jsonl").toString())
        .contains("bytes free")
        .contains("free some space");
    long accepted = Long.parseLong(said.lines().findFirst().orElseThrow());
    assertThat(Files.readAllBytes(folder.resolve("journal.jsonl"))).endsWith((byte) '\n');
    try (FileJournal journal = FileJournal.open(folder)) {
      assertThat(journal.torn()).isEmpty();
      assertThat(journal.replay()).hasSize((int) accepted).hasSizeGreaterThan(10);
    }
  }

  /** Writes until it cannot; prints how many entries were accepted, and the error. */
  static final class FillDisk {
    private FillDisk() {}

    public static void main(String... args) {
      long accepted = 0;
      try (FileJournal journal = FileJournal.open(Path.of(args[0]))) {
        while (accepted < 100_000) {
          write(journal, opened("i-" + accepted, T0));
          accepted++;
        }
      } catch (JournalUnavailable e) {
        System.out.println(accepted);
        System.out.println(e.getMessage());
        return;
      }
      System.exit(9);
    }
  }

  @Test
  void every_kind_of_entry_is_one_sentence() {
    assertThat(JournalSamples.entries())
        .allSatisfy(entry ->
            assertThat(JournalText.of(entry))
                .endsWith(".")
                .matches("(?s)[\\p{L}\"].{10,}")
                .doesNotContain("null"));
    assertThat(JournalText.of(closed("i-1", T0)))
        .isEqualTo(
            "Incident i-1 closed: Recovered, a remedy helped, and the proof held (good);"
                + " good since 2026-01-01T00:00:00Z.");
  }

  /** Each one durable before the next is appended. */
  private static void write(FileJournal journal, JournalEntry... entries) {
    for (JournalEntry entry : entries) {
      journal.append(entry);
      journal.flush();
    }
  }

  @Test
  void what_is_flushed_together_is_still_split_where_a_file_is_full() throws IOException {
    int line = EntryJson.line(opened("i-0", T0)).length;
    List<JournalEntry> entries = Stream.of("i-0", "i-1", "i-2").map(i -> opened(i, T0)).toList();
    try (FileJournal journal =
        FileJournal.open(folder, new Retention(2L * line, 9, Duration.ofDays(1)))) {
      entries.forEach(journal::append);
      assertThat(journal.replay()).as("nothing before the flush").isEmpty();

      journal.flush();

      assertThat(journal.replay()).isEqualTo(entries);
    }
    assertThat(Files.size(folder.resolve("journal-1.jsonl"))).isEqualTo(2L * line);
    assertThat(Files.size(folder.resolve("journal.jsonl"))).isEqualTo(line);
  }

  private static JournalEntry opened(String incident, Instant at) {
    return new JournalEntry.IncidentOpened(
        at, incident, BACKEND, Cause.INSTANCE_CRASHED, at, null, 0);
  }

  private static JournalEntry closed(String incident, Instant at) {
    return new JournalEntry.IncidentClosed(at, incident, Incident.Ending.RECOVERED, at, "good");
  }

  private static JournalEntry restarted(Instant at) {
    return new JournalEntry.PlatformRestarted(at, BACKEND, "backend-a", "uid-a", "crash");
  }
}
