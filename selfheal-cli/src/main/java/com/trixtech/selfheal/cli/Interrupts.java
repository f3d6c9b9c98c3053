package com.trixtech.selfheal.cli;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Counts Ctrl-C instead of dying of it, while open. The JDK has no supported way to see the second
 * one (a shutdown hook sees only the first), hence {@code sun.misc}.
 */
final class Interrupts implements AutoCloseable {
  private static final Signal CTRL_C = new Signal("INT");
  private static final Signal TERMINATION = new Signal("TERM");

  private final AtomicInteger count = new AtomicInteger();
  private final SignalHandler formerInterrupt;
  private final SignalHandler formerTermination;

  Interrupts() {
    SignalHandler counting = _ -> count.incrementAndGet();
    formerInterrupt = Signal.handle(CTRL_C, counting);
    formerTermination = Signal.handle(TERMINATION, counting);
  }

  int count() {
    return count.get();
  }

  boolean any() {
    return count.get() > 0;
  }

  @Override
  public void close() {
    Signal.handle(CTRL_C, formerInterrupt);
    Signal.handle(TERMINATION, formerTermination);
  }
}
