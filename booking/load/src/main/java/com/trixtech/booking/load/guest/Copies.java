package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.history.Call.Outcome;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all copies of a form that was sent more than once at the same time, and goes on with
 * the answer that tells most. Only on the event loop.
 */
final class Copies implements Consumer<Judged> {
  /** From the one that tells most to the one that tells least. */
  private static final List<Outcome> TELLING =
      List.of(Outcome.DONE, Outcome.DEFERRED, Outcome.DECLINED, Outcome.UNKNOWN, Outcome.REFUSED);

  private final Consumer<Judged> then;
  private int open;
  private @Nullable Judged best;

  Copies(int copies, Consumer<Judged> then) {
    this.open = copies;
    this.then = then;
  }

  @Override
  public void accept(Judged judged) {
    Judged known = best;
    if (known == null || TELLING.indexOf(judged.outcome()) < TELLING.indexOf(known.outcome())) {
      known = judged;
      best = judged;
    }
    if (--open == 0) {
      then.accept(known);
    }
  }
}
