package com.trixtech.booking.backend;

import com.trixtech.booking.backend.http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;

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
  private volatile boolean failing;

  FaultDrill(Fault fault, BooleanSupplier started) {
    this.fault = fault;
    this.started = started;
  }

  /** Runs the rest of the start-up: now, or when the fault lets it. */
  void start(Runnable rest) {
    if (fault.is(Fault.Kind.NONE)) {
      rest.run();
      return;
    }
    LOG.warning("BOOKING_FAULT=" + fault + ": this process misbehaves on purpose");
    var thread = new Thread(() -> misbehave(rest), "fault");
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
      Thread.sleep(fault.delay());
      rest.run();
      while (!started.getAsBoolean()) {
        Thread.sleep(20);
      }
      if (fault.is(Fault.Kind.ERRORS_AFTER_READY)) {
        Thread.sleep(HEALTHY_AT_FIRST);
        failing = true;
        LOG.warning("BOOKING_FAULT=" + fault + ": booking requests fail from now on");
      } else if (fault.is(Fault.Kind.LEAK)) {
        List<byte[]> kept = new ArrayList<>();
        while (kept.add(new byte[1 << 20])) {
          Thread.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Answer live(Answer answer) throws InterruptedException {
    if (fault.is(Fault.Kind.HANG_LIVE)) {
      new CountDownLatch(1).await();
    }
    return answer;
  }

  Optional<String> unready() {
    return fault.is(Fault.Kind.NEVER_READY)
        ? Optional.of("BOOKING_FAULT=" + fault)
        : Optional.empty();
  }

  Answer booking(Callable<Answer> work) throws Exception {
    return failing ? Answer.error(500, "BOOKING_FAULT=" + fault) : work.call();
  }
}
