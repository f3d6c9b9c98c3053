package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.journal.Journal;
import java.util.Optional;

class MemoryJournalTest extends JournalCompatibilityKit {

  @Override
  protected Storage newStorage() {
    return new Storage() {
      private MemoryJournal journal = new MemoryJournal();

      @Override
      public Journal open() {
        journal = journal.reopen();
        return journal;
      }

      @Override
      public void tear() {
        journal.tear();
      }

      @Override
      public Optional<String> torn() {
        return journal.torn();
      }

      @Override
      public void makeUnwritable() {
        journal.writable(false);
      }

      @Override
      public void makeWritable() {
        journal.writable(true);
      }

      @Override
      public void close() {}
    };
  }
}
