package com.trixtech.selfheal.proxy;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Steady clients that write down every answer that is not a 200. */
final class Load implements AutoCloseable {
  final AtomicInteger answered = new AtomicInteger();
  final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Thread[] threads;
  private volatile boolean ended;

  /** Every second request is a POST, with {@code postHeaders}. */
  Load(Bed bed, int clients, String postHeaders) {
    threads = new Thread[clients];
    for (int i = 0; i < clients; i++) {
      threads[i] = Thread.ofVirtual().start(() -> run(bed, postHeaders));
    }
  }

  private void run(Bed bed, String postHeaders) {
    for (int i = 0; !ended; ) {
      try (Http client = bed.client()) {
        while (!ended) {
          Http.Message answer =
              i++ % 2 == 0 ? client.get("/r") : client.post("/w", postHeaders, "body " + i);
          answered.incrementAndGet();
          if (answer.status() != 200) {
            failures.add(answer.start() + " " + answer.text());
          }
          LockSupport.parkNanos(1_000_000);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  void more(int requests) throws Exception {
    int goal = answered.get() + requests;
    Bed.until("requests", () -> answered.get() >= goal);
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
