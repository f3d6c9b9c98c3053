package com.trixtech.selfheal.sim;

import java.util.function.Consumer;

/** See its sentence. */
final class NothingWrongNothingDone extends Invariant {
  NothingWrongNothingDone() {
    super(
        "nothing-wrong-nothing-done",
        "A workload that nothing was ever wrong with, nor with what it needs, is left alone: a slow"
            + " start, a lie, a lost signal, flapping and a good release are no reason to act.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    if (event instanceof Event.Performed act && !act.act().undo() && !act.before().touched()) {
      broken.accept(act.act().remedy() + " although nothing was wrong");
    }
    boolean quietOnly =
        event instanceof Event.EpisodeEnded ended
            && ended.plain()
            && ended.expected() == Fault.Expected.UNTOUCHED
            && ended.escalated();
    if (quietOnly) {
      broken.accept("a person was called although nothing was wrong");
    }
  }
}
