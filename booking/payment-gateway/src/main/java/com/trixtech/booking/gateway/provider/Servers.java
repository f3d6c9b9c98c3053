package com.trixtech.booking.gateway.provider;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The provider's capacity: so many servers, each busy for the service time with one request, and a
 * queue before them that is served in order of arrival. Thread-safe.
 */
public final class Servers {
  private final int count;
  private final Duration serviceTime;
  private final Semaphore free;

  public Servers(int count, Duration serviceTime) {
    this.count = count;
    this.serviceTime = serviceTime;
    this.free = new Semaphore(count, true);
  }

  /**
   * Waits for a server and holds it for the service time.
   *
   * @param nanosLeft how long the caller will wait
   * @param factor what the service time is multiplied by
   * @return false when the caller's time was over before a server was free
   */
  boolean serve(long nanosLeft, double factor) throws InterruptedException {
    if (nanosLeft <= 0 || !free.tryAcquire(nanosLeft, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos((long) (serviceTime.toNanos() * factor)));
    } finally {
      free.release();
    }
    return true;
  }

  /** Servers that are at work. */
  public int busy() {
    return count - free.availablePermits();
  }

  /** Requests that wait for a server; an estimate. */
  public int queued() {
    return free.getQueueLength();
  }
}
