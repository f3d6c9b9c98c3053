package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionProven;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class RollbackOnlyToProven extends Invariant {
  /** The configuration that each revision was proven with; a condemned one has none. */
  private final Map<Key, String> proven = new HashMap<>();

  private record Key(WorkloadRef workload, String template) {}

  RollbackOnlyToProven() {
    super(
        "rollback-only-to-proven",
        "A roll-back goes only to a revision that was proven and not condemned since (never"
            + " ping-pong), with the configuration of its proof, and never to a mutable tag.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Written(var at, RevisionProven p) ->
          proven.put(new Key(p.workload(), p.template()), p.configuration());
      case Event.Written(var at, RevisionCondemned c) ->
          proven.remove(new Key(c.workload(), c.template()));
      case Event.Performed act
          when act.effect() && act.act().remedy() instanceof Remedy.RollBack back ->
          judge(back, act.before().target(), broken);
      default -> {}
    }
  }

  private void judge(
      Remedy.RollBack back,
      Sight.@org.jspecify.annotations.Nullable Goal goal,
      Consumer<String> broken) {
    String configuration = proven.get(new Key(back.workload(), back.to()));
    if (configuration == null) {
      broken.accept(back + " to a revision that is not proven, or was condemned");
    } else if (goal == null || goal.mutableImage()) {
      broken.accept(back + " to a tag that may mean something else by now");
    } else if (!configuration.equals(goal.configuration())) {
      broken.accept(back + " although its configuration has changed since the proof");
    }
  }
}
