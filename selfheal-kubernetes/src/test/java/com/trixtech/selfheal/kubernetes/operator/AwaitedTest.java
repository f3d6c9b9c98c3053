package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is awaited is asked again until it comes, and meanwhile it is said why it has not. */
class AwaitedTest {

  @Test
  void itIsTriedAgainUntilItBeginsAndSaysWhatIsMissingMeanwhile() {
    AtomicInteger tries = new AtomicInteger();
    CountDownLatch there = new CountDownLatch(1);
    try (Awaited<String> awaited =
        new Awaited<>(
            "the API server",
            () -> {
              tries.incrementAndGet();
              if (there.getCount() > 0) {
                throw new IllegalStateException("asked", new IllegalStateException("refused"));
              }
              return "begun";
            })) {
      awaited.start();
      Waiting.until("it was tried twice", () -> tries.get() >= 2);
      assertThat(awaited.get()).isEmpty();
      assertThat(awaited.missing()).contains("the API server does not answer: asked: refused");

      there.countDown();
      Waiting.until("it has begun", () -> awaited.get().isPresent());

      assertThat(awaited.get()).contains("begun");
      assertThat(awaited.missing()).isEmpty();
    }
  }

  @Test
  void whatIsClosedBeforeItBeganIsTriedNoMore() {
    AtomicInteger tries = new AtomicInteger();
    Awaited<String> awaited =
        new Awaited<>(
            "it",
            () -> {
              tries.incrementAndGet();
              throw new IllegalStateException("never");
            });
    awaited.start();
    Waiting.until("it was tried", () -> tries.get() >= 1);

    awaited.close();

    int before = tries.get();
    assertThat(awaited.get()).isEmpty();
    assertThat(tries.get()).isEqualTo(before);
  }
}
