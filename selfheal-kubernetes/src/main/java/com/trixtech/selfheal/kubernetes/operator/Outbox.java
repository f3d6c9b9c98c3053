package com.trixtech.selfheal.kubernetes.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests that nobody waits for, sent one after the other by a thread of its own. What the API
 * server does not answer is sent again later; what it refuses is let go, so that it keeps nothing
 * else waiting. Thread-safe.
 */
final class Outbox implements AutoCloseable {
  private static final int MOST_NEWS = 1_000;
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  private final Duration rest;
  private final Map<String, Runnable> states = new LinkedHashMap<>();
  private final Deque<Runnable> news = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /**
   * Begins at once.
   *
   * @param rest how long it waits after a request that was not answered
   */
  Outbox(Duration rest) {
    this.rest = rest;
    this.thread = Thread.ofPlatform().daemon().name("outbox").start(this::run);
  }

  /** Tells how something stands; what was said of it before and is not sent yet is not sent. */
  void state(String of, Runnable request) {
    change(() -> states.put(of, request));
  }

  /** Tells what happened. Of very many that cannot be sent the oldest are let go. */
  void news(Runnable request) {
    change(() -> {
      news.addLast(request);
      if (news.size() > MOST_NEWS) {
        news.removeFirst();
      }
    });
  }

  /** Forgets what is not sent yet. */
  void clear() {
    change(() -> {
      states.clear();
      news.clear();
    });
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        Runnable next = next();
        try {
          next.run();
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.DEBUG, "what is shown is late: " + e.getMessage());
          if (later(e)) {
            TimeUnit.NANOSECONDS.sleep(rest.toNanos());
            continue;
          }
        }
        change(() -> {
          news.removeFirstOccurrence(next);
          states.values().remove(next);
        });
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throttled, in trouble, or not reached at all. */
  private static boolean later(RuntimeException e) {
    int code = e instanceof KubernetesClientException answer ? answer.getCode() : 400;
    return code == 0 || code == 401 || code == 429 || code >= 500;
  }

  /** What is due; it stays until it was sent. */
  private Runnable next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Runnable next = first();
      while (next == null) {
        changed.await();
        next = first();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable first() {
    if (!news.isEmpty()) {
      return news.getFirst();
    }
    return states.isEmpty() ? null : states.values().iterator().next();
  }

  /** A request that is under way is waited for; what is not sent yet is forgotten. */
  @Override
  public void close() {
    clear();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
