package com.trixtech.booking.gateway.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The fault that holds now, if one does. It ends by itself. Thread-safe. */
public final class FaultSwitch {
  private volatile @Nullable Active active;

  /** A fault that was switched on, and how long it still lasts. */
  public static final class Active {
    private final Fault fault;
    private final long endsAt;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Active(Fault fault, Duration duration) {
      this.fault = fault;
      this.endsAt = System.nanoTime() + duration.toNanos();
    }

    public Fault fault() {
      return fault;
    }

    public Duration left() {
      return Duration.ofNanos(Math.max(0, endsAt - System.nanoTime()));
    }

    void awaitEnd() throws InterruptedException {
      boolean _ = ended.await(left().toNanos(), TimeUnit.NANOSECONDS); // taken back, or over
    }
  }

  /** Takes the place of the one that held before. */
  public void on(Fault fault, Duration duration) {
    replace(new Active(fault, duration));
  }

  public void off() {
    replace(null);
  }

  private synchronized void replace(@Nullable Active by) {
    Active former = active;
    active = by;
    if (former != null) {
      former.ended.countDown();
    }
  }

  public Optional<Active> now() {
    return Optional.ofNullable(active).filter(a -> a.left().isPositive());
  }

  Optional<Fault> fault() {
    return now().map(Active::fault);
  }
}
