package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a page.
 *
 * @param sequence its place among all lines of this operator, growing; not without gaps
 * @param text the entry, as JSON
 * @param read what the text says: a {@link JournalEntry} or an older operator's {@link ActNote};
 *     null where this build cannot read it
 */
record Line(long sequence, Instant at, String text, @Nullable Object read) {
  static Line of(long sequence, JournalEntry entry) {
    return new Line(sequence, entry.at(), Lines.text(entry), entry);
  }

  static Line of(Entry entry) {
    return new Line(
        entry.sequence(),
        Instant.parse(entry.at()),
        entry.entry(),
        Lines.read(entry.entry()).orElse(null));
  }

  /** Whether another build wrote it, in a way that this one does not know: it says nothing here. */
  boolean foreign() {
    return read == null && !Lines.damaged(text);
  }

  /** As it stands in a Remediation. */
  Entry entry() {
    return new Entry(sequence, at.toString(), text);
  }
}
