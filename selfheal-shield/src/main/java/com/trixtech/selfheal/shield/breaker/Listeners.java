package com.trixtech.selfheal.shield.breaker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells events outside of any lock; a listener that throws is logged and the others are told. */
final class Listeners {
  private static final System.Logger LOG = System.getLogger(Breaker.class.getName());

  private final CopyOnWriteArrayList<Consumer<BreakerEvent>> all;

  Listeners(List<Consumer<BreakerEvent>> first) {
    all = new CopyOnWriteArrayList<>(first);
  }

  void add(Consumer<BreakerEvent> listener) {
    all.add(listener);
  }

  void tell(BreakerEvent event) {
    LOG.log(System.Logger.Level.INFO, () -> "breaker " + event.breaker() + ": " + event);
    for (Consumer<BreakerEvent> listener : all) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a listener threw on " + event, e);
      }
    }
  }
}
