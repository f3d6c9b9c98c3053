package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class IntentBeforeAct extends Invariant {
  private final Map<String, ActIntended> intents = new HashMap<>();

  IntentBeforeAct() {
    super(
        "intent-before-act",
        "Every act was journalled as intended, with the same key and the same remedy, before the"
            + " actuator was asked.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Written(var at, ActIntended intended)) {
      intents.put(intended.key(), intended);
    } else if (event instanceof Event.Performed act) {
      ActIntended intended = intents.get(act.act().key());
      boolean same =
          intended != null
              && intended.remedy().equals(act.act().remedy())
              && intended.undo() == act.act().undo();
      if (!same) {
        broken.accept("%s without an intent (the journal has: %s)".formatted(act.act(), intended));
      }
    }
  }
}
