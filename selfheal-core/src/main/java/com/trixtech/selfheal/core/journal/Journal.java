package com.trixtech.selfheal.core.journal;

import java.util.List;

/** Port: appends and replays entries. Called by the loop's own thread only. */
public interface Journal {

  /**
   * Makes the entry durable before it returns.
   *
   * @throws JournalUnavailable when it could not; the loop then does not act
   */
  void append(JournalEntry entry);

  /**
   * Every entry in the order of appending. An entry that was cut off by a crash while being written
   * is not one.
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
