package com.trixtech.selfheal.shield.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.shield.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The breaker against a plain model, and against sixteen threads. */
class BreakerModelTest {
  private static final int SEEDS = 40;
  private static final int STEPS = 50_000;
  private static final Logger LOG = Logger.getLogger(Breaker.class.getName());

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.WARNING); // thousands of openings
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  private record Pair(long ticket, int model) {}

  @Test
  void two_million_random_steps_agree_with_the_model() {
    int[] seen = new int[BreakerState.values().length];
    for (int seed = 0; seed < SEEDS; seed++) {
      compare(seed, seen);
    }
    assertThat(seen[BreakerState.OPEN.ordinal()]).isGreaterThan(10_000);
    assertThat(seen[BreakerState.HALF_OPEN.ordinal()]).isGreaterThan(10_000);
    assertThat(seen[BreakerState.CLOSED.ordinal()]).isGreaterThan(10_000);
  }

  private static void compare(int seed, int[] seen) {
    var random = new SplittableRandom(seed);
    var clock = new ManualClock();
    BreakerBuilder builder =
        Breaker.named("model")
            .failureThreshold(random.nextInt(1, 5))
            .monitoringPeriod(Duration.ofMillis(random.nextInt(500, 5000)))
            .failureRatio(random.nextDouble(0.05, 1))
            .minimumCalls(random.nextInt(1, 12))
            .recoveryTimeout(Duration.ofMillis(random.nextInt(50, 1000)))
            .longestRecoveryTimeout(Duration.ofMillis(random.nextInt(1000, 4000)))
            .jitter(0)
            .successThreshold(random.nextInt(1, 5))
            .trials(random.nextInt(1, 5))
            .trialLease(Duration.ofMillis(random.nextInt(100, 2000)))
            .clock(clock)
            .observingEachSuccess();
    Breaker breaker = builder.build();
    var model = new PlainBreaker(breaker.settings(), clock.getAsLong());
    List<Pair> underWay = new ArrayList<>();
    double failing = 0.5;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(200) == 0) {
        failing = random.nextInt(5) / 4.0;
      }
      long now = clock.getAsLong();
      int what = random.nextInt(10);
      if (what < 4) {
        var pair = new Pair(breaker.tryAcquire(), model.acquire(now));
        assertThat(pair.ticket == Breaker.REJECTED)
            .as(where(seed, step))
            .isEqualTo(pair.model == 0);
        if (pair.model != 0) {
          underWay.add(pair);
        }
      } else if (what < 8 && !underWay.isEmpty()) {
        Pair pair = underWay.remove(random.nextInt(underWay.size()));
        if (random.nextDouble() < failing) {
          breaker.failed(pair.ticket);
          model.failure(pair.model, now);
        } else {
          breaker.succeeded(pair.ticket);
          model.success(pair.model, now);
        }
      } else if (what == 8 && !underWay.isEmpty() && random.nextInt(4) == 0) {
        Pair pair = underWay.remove(random.nextInt(underWay.size()));
        breaker.released(pair.ticket);
        model.release(pair.model);
      } else {
        clock.advance(Duration.ofNanos(random.nextLong(1, 150_000_000)));
      }
      BreakerState state = breaker.state();
      assertThat(state).as(where(seed, step)).isEqualTo(model.stateAt(clock.getAsLong()));
      seen[state.ordinal()]++;
    }
  }

  private static String where(int seed, int step) {
    return "seed " + seed + ", step " + step;
  }

  @Test
  void sixteen_threads_never_get_more_trials_than_allowed_and_the_end_is_right() throws Exception {
    int threads = 16;
    int rounds = 3000;
    int allowed = 3;
    var clock = new ManualClock();
    Breaker breaker =
        Breaker.named("race")
            .failureThreshold(1)
            .consecutiveOnly()
            .recoveryTimeout(Duration.ofSeconds(1))
            .longestRecoveryTimeout(Duration.ofSeconds(1))
            .jitter(0)
            .successThreshold(allowed)
            .clock(clock)
            .build();
    var granted = new AtomicInteger();
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var barrier = new CyclicBarrier(threads + 1);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        all.add(
            pool.submit(() -> {
              for (int round = 0; round < rounds; round++) {
                barrier.await();
                long ticket = breaker.tryAcquire();
                if (ticket != Breaker.REJECTED) {
                  granted.incrementAndGet();
                  most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                }
                barrier.await();
                if (ticket != Breaker.REJECTED) {
                  atOnce.decrementAndGet();
                  if (round % 2 == 1 && thread % 2 == 1) {
                    breaker.failed(ticket);
                  } else {
                    breaker.succeeded(ticket);
                  }
                }
                barrier.await();
              }
              return null;
            }));
      }
      for (int round = 0; round < rounds; round++) {
        breaker.operate(BreakerMode.AUTOMATIC);
        breaker.failed(breaker.tryAcquire());
        clock.advance(Duration.ofSeconds(1));
        granted.set(0);
        barrier.await();
        barrier.await();
        assertThat(granted).as("round " + round).hasValue(allowed);
        barrier.await();
        if (round % 2 == 0) {
          assertThat(breaker.state()).as("round " + round).isEqualTo(BreakerState.CLOSED);
        } else {
          assertThat(breaker.state())
              .as("round " + round)
              .isIn(BreakerState.CLOSED, BreakerState.OPEN);
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(most).hasValue(allowed);
  }

  @Test
  void results_that_race_with_openings_never_leave_it_without_a_way_on() throws Exception {
    int threads = 8;
    var clock = new ManualClock();
    Breaker breaker =
        Breaker.named("storm")
            .failureThreshold(2)
            .consecutiveOnly()
            .recoveryTimeout(Duration.ofMillis(1))
            .longestRecoveryTimeout(Duration.ofMillis(4))
            .successThreshold(2)
            .trialLease(Duration.ofMillis(5))
            .clock(clock)
            .build();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        var random = new SplittableRandom(t);
        all.add(
            pool.submit(() -> {
              for (int i = 0; i < 100_000; i++) {
                long ticket = breaker.tryAcquire();
                if (ticket == Breaker.REJECTED) {
                  clock.advance(Duration.ofNanos(100_000));
                } else {
                  switch (random.nextInt(4)) {
                    case 0 -> breaker.failed(ticket);
                    case 1 -> breaker.released(ticket);
                    case 2 -> {} // hangs for ever
                    default -> breaker.succeeded(ticket);
                  }
                }
              }
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 2 && breaker.state() != BreakerState.CLOSED; i++) {
      breaker.succeeded(breaker.tryAcquire());
    }
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }
}
