package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import java.time.Instant;
import java.util.Optional;

/**
 * The gateway as the loop uses it: the intent is durable before an act, and its report after it.
 */
record Journalled(RemediationJournal journal, Actuator gateway) implements Actuator {

  @Override
  public Outcome perform(Act act) {
    if (journal.find(act.key()).isPresent()) {
      return gateway.perform(act);
    }
    intend(journal, act);
    Outcome outcome = gateway.perform(act);
    journal.append(new JournalEntry.ActReported(outcome.at(), act.key(), act.key(), outcome));
    journal.flush();
    return outcome;
  }

  /** Makes the intent durable, for an incident that is named as the act's key. */
  static void intend(RemediationJournal journal, Act act) {
    journal.append(
        new JournalEntry.ActIntended(
            Instant.now(), act.key(), act.key(), act.remedy(), act.undo(), null));
    journal.flush();
  }

  @Override
  public boolean restartsInPlace() {
    return gateway.restartsInPlace();
  }

  @Override
  public Optional<Outcome> recall(String key) {
    return gateway.recall(key);
  }
}
