package com.trixtech.selfheal.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.shield.ManualClock;
import com.trixtech.selfheal.shield.deadline.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final ManualClock clock = new ManualClock();

  private static AdaptiveLimit limit(int minimum, int initial, int maximum) {
    return new AdaptiveLimit.Builder()
        .minimum(minimum)
        .initial(initial)
        .maximum(maximum)
        .slowerThan(Duration.ofSeconds(1))
        .build("payment");
  }

  @Test
  void it_grows_while_it_is_needed_shrinks_by_a_tenth_and_never_below_the_minimum() {
    AdaptiveLimit limit = limit(2, 4, 6);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(limit.tryAcquire()).isTrue();
      }
      for (int i = 0; i < 4; i++) {
        limit.succeeded(0, 1_000);
      }
    }
    assertThat(limit.limit()).isEqualTo(6);
    for (int i = 0; i < 50; i++) {
      assertThat(limit.tryAcquire()).isTrue();
      limit.dropped(0, 1_000);
    }
    assertThat(limit.limit()).isEqualTo(2);
    assertThat(limit.tryAcquire()).isTrue();
    limit.succeeded(0, Duration.ofSeconds(2).toNanos());
    assertThat(limit.limit()).as("slow is as lost").isEqualTo(2);
    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void what_is_over_it_is_refused_and_counted() {
    AdaptiveLimit limit = limit(1, 2, 2);
    assertThat(limit.tryAcquire()).isTrue();
    assertThat(limit.tryAcquire()).isTrue();
    assertThat(limit.tryAcquire()).isFalse();
    limit.ignored();
    assertThat(limit.tryAcquire()).isTrue();
    assertThat(limit.rejections()).isEqualTo(1);
    assertThat(limit.rejection().getStackTrace()).isEmpty();
  }

  @Test
  void threads_never_get_more_places_than_there_are() throws Exception {
    AdaptiveLimit limit = limit(5, 5, 5);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var start = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(16)) {
      for (int t = 0; t < 16; t++) {
        pool.submit(() -> {
          start.await();
          for (int i = 0; i < 20_000; i++) {
            if (limit.tryAcquire()) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              inside.decrementAndGet();
              limit.succeeded(0, 1);
            }
          }
          return null;
        });
      }
      start.countDown();
    }
    assertThat(most.get()).isBetween(1, 5);
    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void the_front_door_keeps_places_for_who_matters_more() {
    FrontDoor door =
        FrontDoor.named("backend").minimum(10).initial(10).maximum(10).clock(clock).build();
    List<FrontDoor.Entry> inside = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      inside.add(door.enter(Priority.LOW, Optional.empty()).orElseThrow());
    }
    assertThat(door.enter(Priority.LOW, Optional.empty())).isEmpty();
    for (int i = 0; i < 4; i++) {
      inside.add(door.enter(Priority.NORMAL, Optional.empty()).orElseThrow());
    }
    assertThat(door.enter(Priority.NORMAL, Optional.empty())).isEmpty();
    inside.add(door.enter(Priority.CRITICAL, Optional.empty()).orElseThrow());
    assertThat(door.enter(Priority.CRITICAL, Optional.empty())).isEmpty();
    inside.forEach(FrontDoor.Entry::close);
    inside.forEach(FrontDoor.Entry::close);
    assertThat(door.limit().inFlight()).as("left once, though closed twice").isZero();
  }

  @Test
  void the_front_door_does_not_begin_work_whose_time_is_over_and_asks_to_come_back_later() {
    FrontDoor door = FrontDoor.named("backend").clock(clock).build();
    Deadline passed = Deadline.in(Duration.ZERO, clock);
    assertThat(door.enter(Priority.CRITICAL, Optional.of(passed))).isEmpty();
    assertThat(door.limit().inFlight()).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(door.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }
  }

  @Test
  void many_requests_that_were_slow_together_shrink_the_front_door_once() {
    FrontDoor door = FrontDoor.named("backend").initial(100).maximum(200).clock(clock).build();
    List<FrontDoor.Entry> together = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      together.add(door.enter(Priority.CRITICAL, Optional.empty()).orElseThrow());
    }
    clock.advance(Duration.ofSeconds(1));
    together.forEach(FrontDoor.Entry::close);
    assertThat(door.limit().limit()).isEqualTo(90);
    var later = door.enter(Priority.CRITICAL, Optional.empty()).orElseThrow();
    clock.advance(Duration.ofSeconds(1));
    later.close();
    assertThat(door.limit().limit()).isEqualTo(81);
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> limit(0, 1, 1)).hasMessageContaining("0, 1, 1 (expected: 1 or more");
    assertThatThrownBy(() -> FrontDoor.named("x").slowerThan(Duration.ZERO).build())
        .hasMessage("limit x, slowerThan: PT0S (expected: more than PT0S)");
  }
}
