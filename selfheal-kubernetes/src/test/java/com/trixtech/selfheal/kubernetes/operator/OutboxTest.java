package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Outbox outbox = new Outbox(Duration.ofMillis(1));

  @AfterEach
  void end() {
    outbox.close();
  }

  private void until(String... expected) {
    Waiting.until(List.of(expected) + " are sent", () -> sent.equals(List.of(expected)));
  }

  @Test
  void nobodyWaitsAndOfOneThingOnlyTheNewestStateIsTold() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    outbox.news(() -> {
      busy.countDown();
      await(free);
      sent.add("first");
    });
    busy.await();
    outbox.state("backend", () -> sent.add("backend is ill"));
    outbox.state("frontend", () -> sent.add("frontend is well"));
    outbox.state("backend", () -> sent.add("backend is well"));
    outbox.news(() -> sent.add("second"));
    free.countDown();

    until("first", "second", "backend is well", "frontend is well");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsNotAnsweredIsSentAgainAndWhatIsRefusedKeepsNothingWaiting() {
    AtomicInteger tries = new AtomicInteger();
    outbox.news(() -> {
      sent.add("refused");
      throw new KubernetesClientException("forbidden", 403, null);
    });
    outbox.news(() -> {
      if (tries.incrementAndGet() < 3) {
        throw new KubernetesClientException("too many requests", 429, null);
      }
      sent.add("at the third time");
    });
    outbox.news(() -> sent.add("last"));

    until("refused", "at the third time", "last");
  }

  @Test
  void afterAnEndOfItsTermNothingIsToldThatWasToldBefore() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    outbox.news(() -> {
      busy.countDown();
      await(free);
    });
    busy.await();
    outbox.state("backend", () -> sent.add("old"));
    outbox.news(() -> sent.add("old"));
    outbox.clear();
    outbox.news(() -> sent.add("new"));
    free.countDown();

    until("new");
  }
}
