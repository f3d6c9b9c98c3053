package com.trixtech.selfheal.shield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.shield.breaker.BreakerState;
import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import com.trixtech.selfheal.shield.rejection.DeadlinePassed;
import com.trixtech.selfheal.shield.rejection.LimitReached;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShieldTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static ShieldBuilder payments() {
    return Shield.named("payment")
        .deadline(Duration.ofSeconds(3))
        .retryBudget(RetryBudget.of(0.2, 100, Duration.ofSeconds(10)));
  }

  private static ShieldBuilder opening() {
    return payments().breaker(b -> b.failureThreshold(3).minimumCalls(3));
  }

  @Test
  void a_call_returns_what_it_returns_and_throws_what_it_throws() throws IOException {
    Shield shield = payments().build();
    assertThat(shield.<String, RuntimeException>call(_ -> "booked")).isEqualTo("booked");
    assertThatThrownBy(() ->
            shield.call(_ -> {
              throw new IOException("reset");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("reset");
  }

  @Test
  void failures_open_the_breaker_and_the_rejection_says_name_state_and_time() {
    Shield shield = opening().build();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> fail(shield)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> fail(shield))
        .isInstanceOfSatisfying(
            BreakerOpen.class,
            e -> {
              assertThat(e).hasMessageMatching("breaker payment: open, tried again in \\d+ ms .*");
              assertThat(e.retryAfter()).isPositive();
              assertThat(e.getStackTrace()).isEmpty();
            });
  }

  @Test
  void a_rejected_call_is_neither_counted_nor_retried() {
    var budget = RetryBudget.of(1, 100, Duration.ofSeconds(10));
    Shield shield = opening().retryBudget(budget).retry(r -> r.attempts(3).when(_ -> true)).build();
    assertThatThrownBy(() -> fail(shield)).as("three attempts").isInstanceOf(IOException.class);
    assertThat(shield.breaker().state()).isEqualTo(BreakerState.OPEN);
    long failures = shield.breaker().failures();
    long retries = budget.allowed();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> fail(shield)).isInstanceOf(BreakerOpen.class);
    }
    assertThat(shield.breaker().failures()).isEqualTo(failures);
    assertThat(budget.allowed()).isEqualTo(retries);
    assertThat(shield.breaker().rejections()).isEqualTo(10);
  }

  @Test
  void a_connection_that_was_not_made_is_tried_again_and_nothing_else_is_by_default()
      throws IOException {
    Shield shield = payments().retry(r -> r.backoff(Duration.ZERO, Duration.ZERO)).build();
    var attempts = new ArrayList<Integer>();
    String result =
        shield.call(attempt -> {
          attempts.add(attempt.number());
          if (attempt.number() < 3) {
            throw new IOException(new ConnectException("refused"));
          }
          return "charged";
        });
    assertThat(result).isEqualTo("charged");
    assertThat(attempts).containsExactly(1, 2, 3);

    var others = new AtomicInteger();
    assertThatThrownBy(() ->
            shield.call(_ -> {
              others.incrementAndGet();
              throw new IOException("reset after the request was sent");
            }))
        .isInstanceOf(IOException.class);
    assertThat(others).hasValue(1);
  }

  @Test
  void without_budget_there_is_no_retry() {
    Shield shield =
        payments()
            .retryBudget(RetryBudget.of(0, 0, Duration.ofSeconds(10)))
            .retry(r -> r.when(_ -> true))
            .build();
    var attempts = new AtomicInteger();
    assertThatThrownBy(() ->
            shield.call(_ -> {
              attempts.incrementAndGet();
              throw new IOException("down");
            }))
        .isInstanceOf(IOException.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void when_a_retry_is_not_admitted_the_caller_sees_how_the_attempt_ended_that_was_made() {
    Shield shield =
        opening()
            .retry(r -> r.attempts(5).backoff(Duration.ZERO, Duration.ZERO).when(_ -> true))
            .build();
    assertThatThrownBy(() -> fail(shield)).isInstanceOf(IOException.class).hasMessage("down");
    assertThat(shield.breaker().state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void a_shorter_deadline_of_the_caller_wins_and_nested_work_sees_the_attempts() throws Exception {
    Shield shield = payments().attemptTimeout(SECOND).build();
    Duration seen =
        Deadline.in(Duration.ofMillis(400))
            .within(() ->
                shield.<Duration, RuntimeException>call(
                    a -> Deadline.current().orElseThrow().left()));
    assertThat(seen).isPositive().isLessThanOrEqualTo(Duration.ofMillis(400));
    Duration alone = shield.call(a -> Deadline.current().orElseThrow().left());
    assertThat(alone).isGreaterThan(Duration.ofMillis(400)).isLessThanOrEqualTo(SECOND);
    assertThat(Deadline.current()).isEmpty();
  }

  @Test
  void when_the_time_is_over_the_call_is_not_made() {
    Shield shield = payments().build();
    assertThatThrownBy(() ->
            Deadline.in(Duration.ofMillis(-5))
                .within(() -> shield.<String, RuntimeException>call(_ -> "late")))
        .isInstanceOf(DeadlinePassed.class)
        .hasMessageContaining("payment");
  }

  @Test
  void a_59_a_call_that_hangs_is_interrupted_counted_as_a_failure_and_told_as_unknown() {
    Shield shield =
        payments()
            .deadline(Duration.ofMillis(30))
            .interruptAfter(Duration.ofMillis(20))
            .failure(IOException.class::isInstance)
            .build();
    var never = new CountDownLatch(1);
    assertThatThrownBy(() ->
            shield.call(_ -> {
              never.await();
              return "";
            }))
        .isInstanceOf(CallTimedOut.class)
        .hasMessageContaining("its effect is unknown");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(shield.breaker().failures()).isEqualTo(1);
    assertThat(shield.limit().inFlight()).isZero();
    assertThat(shield.limit().limit()).as("a hang shrinks the limit").isEqualTo(9);
  }

  @Test
  void what_is_over_the_limit_is_shed_and_its_trial_permit_goes_back() {
    Shield shield = payments().limit(l -> l.minimum(1).initial(1).maximum(1)).build();
    CallSteps first = shield.begin();
    first.next();
    assertThatThrownBy(() -> shield.begin().next())
        .isInstanceOf(LimitReached.class)
        .hasMessageContaining("now 1 calls at once");
    assertThat(first.answered("done")).isEqualTo(Optional.empty());
    assertThat(shield.<String, RuntimeException>call(_ -> "place")).isEqualTo("place");
  }

  @Test
  void a_result_can_be_a_failure_and_is_still_returned() {
    Shield shield =
        payments()
            .breaker(b -> b.failureThreshold(2).minimumCalls(2))
            .failureResult(Integer.class, status -> status >= 500)
            .build();
    assertThat(shield.<Integer, RuntimeException>call(_ -> 503)).isEqualTo(503);
    assertThat(shield.<Integer, RuntimeException>call(_ -> 503)).isEqualTo(503);
    assertThatThrownBy(() -> shield.<Integer, RuntimeException>call(_ -> 200))
        .isInstanceOf(BreakerOpen.class);
  }

  @Test
  void too_many_requests_shrinks_the_limit_and_does_not_open_the_breaker() {
    Shield shield =
        payments()
            .breaker(b -> b.failureThreshold(1).minimumCalls(1))
            .overloadResult(Integer.class, status -> status == 429)
            .build();
    shield.<Integer, RuntimeException>call(_ -> 429);
    assertThat(shield.breaker().state()).isEqualTo(BreakerState.CLOSED);
    assertThat(shield.limit().limit()).isEqualTo(9);
  }

  @Test
  void nonsense_is_refused_with_what_was_expected() {
    assertThatThrownBy(() -> Shield.named("payment").build())
        .hasMessage(
            "shield payment, deadline: none (expected: a time such as PT3S; a call without an end hangs for ever)");
    assertThatThrownBy(() -> payments().attemptTimeout(Duration.ofSeconds(4)).build())
        .hasMessage(
            "shield payment, attemptTimeout: PT4S (expected: more than PT0S, at most the deadline PT3S)");
    assertThatThrownBy(() -> payments().limit(l -> l.minimum(0)).build())
        .hasMessageContaining("minimum, initial, maximum: 0, 10, 100");
    assertThatThrownBy(() -> payments().retry(r -> r.attempts(0)))
        .hasMessage("retry, attempts: 0 (expected: 1 to 10)");
  }

  private static void fail(Shield shield) throws IOException {
    shield.call(_ -> {
      throw new IOException("down");
    });
  }
}
