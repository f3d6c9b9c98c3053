package com.trixtech.selfheal.core.journal;

import java.util.List;

/**
 * Port: appends and replays entries. Called by the loop's own thread only.
 *
 * <p>Entries are made durable together, so that an act waits for one write and not for one each. A
 * crash in the middle of a flush leaves a part: of each incident the first entries, and any of
 * those that belong to none.
 */
public interface Journal {

  /** Takes the entry. It is durable when the next {@link #flush} returns, and may be before. */
  void append(JournalEntry entry);

  /**
   * Makes durable whatever was appended.
   *
   * @throws JournalUnavailable when it could not; the loop then does not act. What was not written
   *     stays taken: the next flush tries it again
   */
  void flush();

  /**
   * Every durable entry in the order of appending. An entry that was cut off by a crash while being
   * written is not one.
   */
  List<JournalEntry> replay();

  /** The journal cannot be written: without it there is no act. */
  final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JournalUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
