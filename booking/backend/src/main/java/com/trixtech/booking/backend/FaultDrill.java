package com.trixtech.booking.backend;

import com.trixtech.booking.http.Answer;
import com.trixtech.selfheal.shield.health.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Makes a {@link Fault} happen. Without one, every method here hands through what it is given.
 * Thread-safe.
 *
 * <p>In one place, so that the rest of the backend is the code that is shipped and not a version of
 * it for drills.
 */
final class FaultDrill {
  private static final Logger LOG = Logger.getLogger(FaultDrill.class.getName());
  private static final Duration HEALTHY_AT_FIRST = Duration.ofSeconds(2);

  private final Fault fault;
  private final BooleanSupplier started;
  private final DataSource pool;
  private final Object left = new Object();
  private final Object right = new Object();
  private long free = System.nanoTime();
  private volatile boolean failing;
  private volatile boolean stuck;

  FaultDrill(Fault fault, BooleanSupplier started, DataSource pool) {
    this.fault = fault;
    this.started = started;
    this.pool = pool;
  }

  /** Runs the rest of the start-up: now, or when the fault lets it. */
  void start(Runnable rest) {
    if (fault.is(Fault.Kind.NONE)) {
      rest.run();
      return;
    }
    LOG.warning("BOOKING_FAULT=" + fault + ": this process misbehaves on purpose");
    background("fault", () -> misbehave(rest));
  }

  private static void background(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void misbehave(Runnable rest) {
    try {
      if (fault.is(Fault.Kind.STARTUP_FAILS)) {
        Thread.sleep(200);
        LOG.severe("BOOKING_FAULT=" + fault + ": exiting");
        Runtime.getRuntime().halt(1);
      }
      if (fault.is(Fault.Kind.SLOW_START)) {
        Thread.sleep(fault.delay());
      }
      rest.run();
      while (!started.getAsBoolean()) {
        Thread.sleep(20);
      }
      afterStart();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void afterStart() throws InterruptedException {
    switch (fault.kind()) {
      case NONE, STARTUP_FAILS, NEVER_READY, SLOW_START, HANG_LIVE, COSTLY -> {
        // done, or done elsewhere
      }
      case LEAK -> leakMemory();
      case ERRORS_AFTER_READY -> {
        Thread.sleep(HEALTHY_AT_FIRST);
        LOG.warning("BOOKING_FAULT=" + fault + ": booking requests fail from now on");
        failing = true;
      }
      case DEADLOCK -> {
        Thread.sleep(HEALTHY_AT_FIRST);
        LOG.warning("BOOKING_FAULT=" + fault + ": booking requests hang from now on");
        deadlock();
      }
      case POOL_LEAK -> {
        Thread.sleep(HEALTHY_AT_FIRST);
        LOG.warning("BOOKING_FAULT=" + fault + ": connections are kept from now on");
        leakConnections();
      }
    }
  }

  private static void leakMemory() throws InterruptedException {
    List<byte[]> kept = new ArrayList<>();
    while (kept.add(new byte[1 << 20])) {
      Thread.sleep(20);
    }
  }

  private void deadlock() throws InterruptedException {
    var both = new CountDownLatch(2);
    background("deadlock-left", () -> lockBoth(left, right, both));
    background("deadlock-right", () -> lockBoth(right, left, both));
    both.await();
    stuck = true;
  }

  private static void lockBoth(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      try {
        both.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (second) {
        LOG.severe("both locks were free (expected: a deadlock)");
      }
    }
  }

  private void leakConnections() throws InterruptedException {
    List<Connection> kept = new ArrayList<>();
    while (true) {
      try {
        kept.add(pool.getConnection());
      } catch (SQLException e) {
        Thread.sleep(20); // all are ours already, or the database is away
      }
    }
  }

  Answer live(Answer answer) throws InterruptedException {
    if (fault.is(Fault.Kind.HANG_LIVE)) {
      new CountDownLatch(1).await();
    }
    return answer;
  }

  Finding unready() {
    return fault.is(Fault.Kind.NEVER_READY)
        ? Finding.down("BOOKING_FAULT=" + fault)
        : Finding.up("no fault of readiness");
  }

  /** Behind the front door: what a request that is let in costs more. */
  void work() throws InterruptedException {
    if (fault.is(Fault.Kind.COSTLY)) {
      Thread.sleep(turn());
    }
  }

  /** Until the end of the next free turn. By the clock: a sleep that is too long costs no turn. */
  private synchronized Duration turn() {
    long now = System.nanoTime();
    free = Math.max(free - now, 0) + now + fault.delay().toNanos();
    return Duration.ofNanos(free - now);
  }

  Answer booking(Callable<Answer> work) throws Exception {
    if (stuck) {
      synchronized (left) { // waits for ever
        LOG.severe("the lock was free (expected: a deadlock)");
      }
    }
    return failing ? Answer.error(500, "BOOKING_FAULT=" + fault) : work.call();
  }
}
