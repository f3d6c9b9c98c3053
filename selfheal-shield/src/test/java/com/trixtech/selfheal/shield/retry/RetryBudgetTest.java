package com.trixtech.selfheal.shield.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.shield.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void retries_are_at_most_a_fifth_of_first_attempts_and_a_reserve() {
    var budget = RetryBudget.of(0.2, 3, Duration.ofSeconds(10), clock);
    for (int i = 0; i < 100; i++) {
      budget.first();
    }
    assertThat(budget.left()).isEqualTo(23);
    int allowed = 0;
    for (int i = 0; i < 100; i++) {
      allowed += budget.tryRetry() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(23);
    assertThat(budget.allowed()).isEqualTo(23);
    assertThat(budget.refused()).isEqualTo(77);
  }

  @Test
  void attempts_count_for_the_window_and_no_longer() {
    var budget = RetryBudget.of(0.5, 0, Duration.ofSeconds(10), clock);
    budget.first();
    budget.first();
    clock.advance(Duration.ofSeconds(9));
    assertThat(budget.left()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(budget.tryRetry()).isFalse();
    clock.advance(Duration.ofDays(300));
    budget.first();
    budget.first();
    assertThat(budget.tryRetry()).isTrue();
  }

  @Test
  void over_any_ten_seconds_the_bound_holds() {
    var random = new SplittableRandom(1);
    var budget = RetryBudget.of(0.2, 10, Duration.ofSeconds(10), clock);
    int firsts = 0;
    for (int i = 0; i < 100_000; i++) {
      budget.first();
      firsts++;
      if (random.nextBoolean()) {
        budget.tryRetry();
      }
      clock.advance(Duration.ofMillis(random.nextInt(1, 20)));
    }
    long seconds = 100_000 * 10 / 1000;
    assertThat(budget.allowed()).isLessThanOrEqualTo((long) (firsts * 0.2) + 10 * (seconds / 9));
    assertThat(budget.refused()).isPositive();
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> RetryBudget.of(1.5, 0, Duration.ofSeconds(1)))
        .hasMessage("retry budget, ratio: 1.5 (expected: 0 to 1, such as 0.2)");
    assertThatThrownBy(() -> RetryBudget.of(0.2, -1, Duration.ofSeconds(1)))
        .hasMessage("retry budget, reserve: -1 (expected: 0 or more)");
    assertThatThrownBy(() -> RetryBudget.of(0.2, 1, Duration.ZERO))
        .hasMessageContaining("window: PT0S");
  }

  @Test
  void pauses_double_are_random_and_keep_what_the_dependency_asked_for() {
    RetryPolicy policy =
        new RetryPolicy.Builder()
            .backoff(Duration.ofMillis(50), Duration.ofMillis(150))
            .waitAsked(
                Integer.class,
                status -> status == 429 ? Optional.of(Duration.ofSeconds(2)) : Optional.empty())
            .build();
    assertThat(policy.pause(1, 1.0)).isEqualTo(Duration.ofMillis(50));
    assertThat(policy.pause(2, 0.5)).isEqualTo(Duration.ofMillis(50));
    assertThat(policy.pause(9, 1.0)).isEqualTo(Duration.ofMillis(150));
    assertThat(policy.pause(1, 429, () -> 1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.pause(1, 503, () -> 1)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void by_default_only_what_was_never_sent_is_tried_again() {
    assertThat(RetryPolicy.neverSent(new IOException(new ConnectException()))).isTrue();
    assertThat(RetryPolicy.neverSent(new IOException("reset"))).isFalse();
  }
}
