package com.trixtech.selfheal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} does. A subclass says where its entries are kept. */
public abstract class JournalCompatibilityKit {

  /** Where entries survive the journal that wrote them. */
  public interface Storage extends AutoCloseable {

    /** Ends the journal that was opened before, if any, and opens the storage anew. */
    Journal open();

    /** Leaves the first part of one more entry, as a crash in the middle of a write does. */
    void tear();

    /** What the last {@link #open()} found cut off, for people. */
    Optional<String> torn();

    /** From now on the open journal cannot write, or at the latest after a few more entries. */
    void makeUnwritable();

    /** From now on it can write again. */
    void makeWritable();

    @Override
    void close();
  }

  @SuppressWarnings("NullAway.Init")
  private Storage storage;

  /** A new, empty storage. */
  protected abstract Storage newStorage();

  @BeforeEach
  void begin() {
    storage = newStorage();
  }

  @AfterEach
  void end() {
    if (storage != null) { // a test that is skipped has none
      storage.close();
    }
  }

  @Test
  void the_samples_forget_no_kind_of_entry_and_no_remedy() {
    assertThat(JournalSamples.kindsAmong(JournalSamples.entries()))
        .isEqualTo(JournalSamples.kindsOf(JournalEntry.class));
    assertThat(JournalSamples.kindsAmong(JournalSamples.remedies()))
        .isEqualTo(JournalSamples.kindsOf(Remedy.class));
  }

  @Test
  void a_new_journal_is_empty_and_reports_nothing_torn() {
    assertThat(storage.open().replay()).isEmpty();
    assertThat(storage.torn()).isEmpty();
  }

  /** Each one durable before the next is appended. */
  private static void write(Journal journal, JournalEntry... entries) {
    for (JournalEntry entry : entries) {
      journal.append(entry);
      journal.flush();
    }
  }

  @Test
  void replay_gives_every_entry_equal_to_itself_in_the_order_of_appending() {
    Journal journal = storage.open();
    JournalSamples.entries().forEach(journal::append);
    journal.flush();
    assertThat(journal.replay()).containsExactlyElementsOf(JournalSamples.entries());
  }

  @Test
  void the_same_entry_twice_is_two_entries() {
    Journal journal = storage.open();
    JournalEntry entry = JournalSamples.entries().getFirst();
    write(journal, entry, entry);
    journal.append(entry);
    journal.append(entry);
    journal.flush();
    assertThat(journal.replay()).containsExactly(entry, entry, entry, entry);
  }

  @Test
  void every_kind_of_entry_survives_reopening() {
    JournalEntry[] samples = JournalSamples.entries().toArray(JournalEntry[]::new);
    write(storage.open(), samples);
    assertThat(storage.open().replay()).containsExactly(samples);
  }

  @Test
  void what_was_flushed_together_survives_reopening_together() {
    Journal journal = storage.open();
    JournalSamples.entries().forEach(journal::append);
    journal.flush();
    assertThat(storage.open().replay()).containsExactlyElementsOf(JournalSamples.entries());
  }

  @Test
  void a_flush_with_nothing_to_write_changes_nothing() {
    Journal journal = storage.open();
    journal.flush();
    write(journal, JournalSamples.entries().getFirst());
    journal.flush();
    assertThat(storage.open().replay()).containsExactly(JournalSamples.entries().getFirst());
  }

  @Test
  void appending_goes_on_after_reopening() {
    List<JournalEntry> samples = JournalSamples.entries();
    write(storage.open(), samples.get(0));
    write(storage.open(), samples.get(1));
    assertThat(storage.open().replay()).containsExactly(samples.get(0), samples.get(1));
  }

  @Test
  void what_was_replayed_does_not_change_afterwards() {
    Journal journal = storage.open();
    List<JournalEntry> before = journal.replay();
    write(journal, JournalSamples.entries().getFirst());
    assertThat(before).isEmpty();
  }

  @Test
  void an_entry_that_a_crash_cut_off_is_ignored_but_reported() {
    JournalEntry whole = JournalSamples.entries().getFirst();
    write(storage.open(), whole);
    storage.tear();
    assertThat(storage.open().replay()).containsExactly(whole);
    assertThat(storage.torn()).get().asString().isNotBlank();
  }

  @Test
  void appending_after_a_cut_off_entry_works_and_the_tear_is_gone() {
    List<JournalEntry> samples = JournalSamples.entries();
    write(storage.open(), samples.get(0));
    storage.tear();
    write(storage.open(), samples.get(1));
    assertThat(storage.open().replay()).containsExactly(samples.get(0), samples.get(1));
    assertThat(storage.torn()).isEmpty();
  }

  @Test
  void a_journal_that_cannot_be_written_says_so_and_holds_exactly_what_it_accepted() {
    Journal journal = storage.open();
    List<JournalEntry> accepted = fill(journal);
    assertThat(journal.replay()).containsExactlyElementsOf(accepted);
  }

  @Test
  void what_could_not_be_written_is_written_once_as_soon_as_that_is_possible() {
    Journal journal = storage.open();
    List<JournalEntry> expected = fill(journal);
    expected.add(JournalSamples.entries().get(expected.size() - 1)); // the refused one
    expected.add(JournalSamples.entries().getLast());
    journal.append(JournalSamples.entries().getLast());
    assertThatThrownBy(journal::flush).isInstanceOf(JournalUnavailable.class);

    storage.makeWritable();
    journal.flush();

    assertThat(journal.replay()).containsExactlyElementsOf(expected);
    assertThat(storage.open().replay()).containsExactlyElementsOf(expected);
  }

  /** Writes one entry, then each sample until one is refused; returns what was accepted. */
  private List<JournalEntry> fill(Journal journal) {
    List<JournalEntry> accepted = new ArrayList<>();
    accepted.add(JournalSamples.entries().getFirst());
    write(journal, accepted.getFirst());
    storage.makeUnwritable();
    assertThatThrownBy(
            () -> {
              for (JournalEntry entry : JournalSamples.entries()) {
                write(journal, entry);
                accepted.add(entry);
              }
            })
        .isInstanceOf(JournalUnavailable.class)
        .message()
        .isNotBlank();
    return accepted;
  }
}
