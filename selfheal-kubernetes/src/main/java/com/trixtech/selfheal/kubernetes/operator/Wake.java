package com.trixtech.selfheal.kubernetes.operator;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the loop when something has changed; many changes at once wake it once. Thread-safe. */
final class Wake {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean due;

  void now() {
    lock.lock();
    try {
      due = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a change, or for so long. */
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!due && left > 0) {
        left = changed.awaitNanos(left);
      }
      due = false;
    } finally {
      lock.unlock();
    }
  }
}
