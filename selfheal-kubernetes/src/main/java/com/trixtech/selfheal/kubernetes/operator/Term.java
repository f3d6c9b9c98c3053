package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.HealingLoop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One term of leadership: a loop of its own on the journal as it stands, which so observes first,
 * and the one thread that owns it. A step that fails is logged and the next one tried; a journal
 * that cannot be read is tried again, and until then nothing is done.
 */
final class Term implements Leadership.End {
  /** How often the loop looks where nothing has changed: ages and deadlines pass by themselves. */
  private static final Duration RHYTHM = Duration.ofMillis(250);

  /** Changes within so long become one step. */
  private static final Duration BURST = Duration.ofMillis(10);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger(Term.class.getName());

  private final BooleanSupplier ready;
  private final Supplier<HealingLoop> beginning;
  private final Consumer<HealingLoop> turn;
  private final Wake wake;
  private final Runnable failed;
  private final Thread thread;
  private volatile boolean ended;
  private @Nullable String lastFailure;

  /**
   * Begins at once.
   *
   * @param ready whether all is known that the loop needs; before that it is not made
   * @param beginning makes the loop; may fail, and is then asked again
   * @param turn one step and what belongs to it
   * @param failed told of each turn that failed
   */
  Term(
      BooleanSupplier ready,
      Supplier<HealingLoop> beginning,
      Consumer<HealingLoop> turn,
      Wake wake,
      Runnable failed) {
    this.ready = ready;
    this.beginning = beginning;
    this.turn = turn;
    this.wake = wake;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("healing-loop").unstarted(this::run);
    thread.start();
  }

  private void run() {
    HealingLoop loop = null;
    try {
      while (!ended) {
        try {
          if (loop == null && ready.getAsBoolean()) {
            loop = beginning.get();
          }
          if (loop != null) {
            turn.accept(loop);
          }
          lastFailure = null;
        } catch (RuntimeException e) {
          failed.run();
          log(e);
        }
        wake.await(RHYTHM);
        Thread.sleep(BURST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once, and not four times a second. */
  private void log(RuntimeException e) {
    String failure = String.valueOf(e.getMessage());
    if (!failure.equals(lastFailure)) {
      LOG.log(System.Logger.Level.ERROR, "step: " + failure, e);
    }
    lastFailure = failure;
  }

  /** No step is under way when this returns, unless one takes longer than any act may. */
  @Override
  public void close() {
    ended = true;
    wake.now();
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
