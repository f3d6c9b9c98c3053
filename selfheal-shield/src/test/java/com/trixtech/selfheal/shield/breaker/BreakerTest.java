package com.trixtech.selfheal.shield.breaker;

import static com.trixtech.selfheal.shield.breaker.Breaker.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.shield.ManualClock;
import com.trixtech.selfheal.shield.breaker.BreakerEvent.Closed;
import com.trixtech.selfheal.shield.breaker.BreakerEvent.HalfOpened;
import com.trixtech.selfheal.shield.breaker.BreakerEvent.ModeChanged;
import com.trixtech.selfheal.shield.breaker.BreakerEvent.Opened;
import com.trixtech.selfheal.shield.breaker.BreakerEvent.WouldOpen;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The machine, and the guide's defects that it must not have. */
class BreakerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final List<BreakerEvent> events = new ArrayList<>();

  /** The guide's prose: three in a row open it for 30 s, three successes close it. */
  private Breaker guide(UnaryOperator<BreakerBuilder> more) {
    return more.apply(
            Breaker.named("payment")
                .failureThreshold(3)
                .consecutiveOnly()
                .monitoringPeriod(Duration.ofSeconds(60))
                .recoveryTimeout(RECOVERY)
                .longestRecoveryTimeout(RECOVERY)
                .jitter(0)
                .successThreshold(3)
                .clock(clock)
                .listen(events::add))
        .build();
  }

  private Breaker guide() {
    return guide(b -> b);
  }

  private Breaker halfOpen(UnaryOperator<BreakerBuilder> more) {
    Breaker breaker = guide(more);
    fail(breaker, 3);
    clock.advance(RECOVERY);
    return breaker;
  }

  private static void fail(Breaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.tryAcquire());
    }
  }

  private static void succeed(Breaker breaker, int times) {
    for (int i = 0; i < times; i++) {
      breaker.succeeded(breaker.tryAcquire());
    }
  }

  @Test
  void three_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
    Breaker breaker = guide();
    fail(breaker, 2);
    succeed(breaker, 1);
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(REJECTED);
  }

  @Test
  @DisplayName("A-55: half open admits no more trials at once than allowed, nor than still needed")
  void a55_trials_are_bounded() {
    Breaker breaker = halfOpen(b -> b);
    long first = breaker.tryAcquire();
    long second = breaker.tryAcquire();
    long third = breaker.tryAcquire();
    assertThat(List.of(first, second, third)).doesNotContain(REJECTED).doesNotHaveDuplicates();
    for (int i = 0; i < 997; i++) {
      assertThat(breaker.tryAcquire()).isEqualTo(REJECTED);
    }
    breaker.succeeded(first);
    assertThat(breaker.tryAcquire()).as("two are under way, two are needed").isEqualTo(REJECTED);
    assertThat(breaker.rejection()).hasMessageContaining("all trial calls are under way");
  }

  @Test
  @DisplayName("A-56: one failure in half open opens again, whatever succeeded before")
  void a56_one_failure_reopens() {
    Breaker breaker = halfOpen(b -> b);
    succeed(breaker, 2);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    clock.advance(RECOVERY);
    succeed(breaker, 2);
    assertThat(breaker.state()).as("earlier successes are gone").isEqualTo(BreakerState.HALF_OPEN);
    succeed(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  @DisplayName("A-57: failures that are further apart than the period do not open it")
  void a57_the_period_is_read() {
    Breaker breaker = guide(b -> b.monitoringPeriod(Duration.ofSeconds(10)));
    for (int i = 0; i < 5; i++) {
      fail(breaker, 1);
      clock.advance(Duration.ofHours(1));
    }
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(breaker, 1);
    clock.advance(Duration.ofSeconds(5));
    fail(breaker, 1);
    clock.advance(Duration.ofMillis(5001));
    fail(breaker, 1);
    assertThat(breaker.state()).as("10.001 s from first to third").isEqualTo(BreakerState.CLOSED);
    clock.advance(Duration.ofMillis(4999));
    fail(breaker, 1);
    assertThat(breaker.state()).as("10 s from second to fourth").isEqualTo(BreakerState.OPEN);
  }

  @Test
  @DisplayName("A-57: a few failures in a row among many successes do not open it, half of them do")
  void a57_the_guard_looks_at_the_ratio() {
    Breaker breaker = guide(b -> b.minimumCalls(10).failureRatio(0.5));
    succeed(breaker, 100);
    fail(breaker, 99);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void a_run_of_failures_below_the_minimum_of_calls_does_not_open_it() {
    Breaker breaker = guide(b -> b.minimumCalls(10).failureRatio(0.5));
    fail(breaker, 9);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  @DisplayName("A-58: results of calls admitted before the opening neither prolong nor close it")
  void a58_stale_results_are_dropped() {
    Breaker breaker = guide();
    long[] old = new long[8];
    for (int i = 0; i < old.length; i++) {
      old[i] = breaker.tryAcquire();
    }
    fail(breaker, 3);
    clock.advance(RECOVERY.minus(SECOND));
    breaker.failed(old[0]);
    breaker.succeeded(old[1]);
    clock.advance(SECOND);
    long trial = breaker.tryAcquire();
    assertThat(trial).as("not prolonged").isNotEqualTo(REJECTED);
    breaker.succeeded(old[2]);
    breaker.succeeded(old[3]);
    breaker.succeeded(old[4]);
    assertThat(breaker.state()).as("not closed by stragglers").isEqualTo(BreakerState.HALF_OPEN);
    breaker.failed(old[5]);
    breaker.released(old[6]);
    assertThat(breaker.state()).as("not opened by stragglers").isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breaker.status().trials()).isEqualTo(1);
    breaker.succeeded(trial);
    succeed(breaker, 2);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    breaker.failed(old[7]);
    assertThat(breaker.status().consecutive()).isZero();
  }

  @Test
  @DisplayName(
      "A-59: a trial that hangs gives its place back after its lease; its late result is dropped")
  void a59_hung_trials_are_leased() {
    Breaker breaker = halfOpen(b -> b.trialLease(Duration.ofSeconds(5)));
    long hung = breaker.tryAcquire();
    breaker.tryAcquire();
    breaker.tryAcquire();
    assertThat(breaker.tryAcquire()).isEqualTo(REJECTED);
    clock.advance(Duration.ofSeconds(5));
    succeed(breaker, 2);
    breaker.failed(hung);
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    succeed(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  @DisplayName("A-60: what the predicate says is an answer, such as a declined card, is a success")
  void a60_declined_cards_do_not_open_it() {
    Breaker breaker =
        guide(b ->
            b.failure(e -> !(e instanceof IllegalStateException))
                .ignored(e -> e instanceof InterruptedException));
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> call(breaker, new IllegalStateException("declined")));
    }
    fail(breaker, 2);
    assertThatThrownBy(() -> call(breaker, new IllegalStateException("declined")))
        .isInstanceOf(IllegalStateException.class);
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    assertThatThrownBy(() -> call(breaker, new InterruptedException()))
        .isInstanceOf(InterruptedException.class);
    fail(breaker, 1);
    assertThat(breaker.state()).as("an interruption is no success").isEqualTo(BreakerState.OPEN);
  }

  @Test
  @DisplayName(
      "A-60: a result can be a failure, an Error is one, and a broken predicate gives the permit back")
  void a60_results_errors_and_broken_predicates() {
    Breaker results = halfOpen(b -> b.failureResult(Integer.class, status -> status >= 500));
    assertThat(results.<Integer, RuntimeException>call(() -> 503)).isEqualTo(503);
    assertThat(results.state()).isEqualTo(BreakerState.OPEN);

    Breaker errors = halfOpen(b -> b);
    assertThatThrownBy(() ->
            errors.call(() -> {
              throw new StackOverflowError();
            }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(errors.state()).isEqualTo(BreakerState.OPEN);

    Breaker broken =
        halfOpen(b ->
            b.failure(e -> {
              throw new IllegalArgumentException("predicate is broken", e);
            }));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> call(broken, new IOException("down")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("down");
    }
    assertThat(broken.status().trials()).isZero();
    assertThat(broken.state()).isEqualTo(BreakerState.HALF_OPEN);
  }

  @Test
  @DisplayName("A-61: 0 is 0, and refused by name; never a default")
  void a61_nonsense_is_refused() {
    assertThatThrownBy(() -> guide(b -> b.failureThreshold(0)))
        .hasMessage("breaker, failureThreshold: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> guide(b -> b.recoveryTimeout(Duration.ZERO)))
        .hasMessage("breaker, recoveryTimeout: PT0S (expected: more than PT0S, at most PT24H)");
    assertThatThrownBy(() -> guide(b -> b.failureRatio(0)))
        .hasMessage("breaker, failureRatio: 0.0 (expected: more than 0, at most 1)");
    assertThatThrownBy(() -> guide(b -> b.successThreshold(-1)))
        .hasMessage("breaker, successThreshold: -1 (expected: 1 to 1000)");
    assertThatThrownBy(() -> guide(b -> b.longestRecoveryTimeout(SECOND)))
        .hasMessage(
            "breaker, longestRecoveryTimeout: PT1S (expected: at least recoveryTimeout, which is PT30S)");
    assertThatThrownBy(() -> guide(b -> b.jitter(Double.NaN)))
        .hasMessage("breaker, jitter: NaN (expected: 0 to 0.5)");
    assertThatThrownBy(() -> Breaker.named(" "))
        .hasMessage("breaker, name: ' ' (expected: not blank)");
  }

  @Test
  @DisplayName(
      "A-61: the state follows the clock, whether or not somebody calls; and so do the gauges")
  void a61_the_state_is_true_to_the_clock() {
    Breaker breaker = guide();
    fail(breaker, 3);
    assertThat(breaker.status().retryAfter()).isEqualTo(RECOVERY);
    clock.advance(RECOVERY.minusNanos(1));
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    clock.advance(Duration.ofNanos(1));
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    clock.advance(SECOND);
    assertThat(breaker.status().since()).isEqualTo(SECOND);
  }

  @Test
  @DisplayName(
      "A-61: a rejection is of a type of its own, shared and without a stack, and says what and how long")
  void a61_rejections_can_be_told_from_failures() {
    Breaker breaker = guide();
    fail(breaker, 3);
    clock.advance(Duration.ofSeconds(10));
    BreakerOpen rejection = breaker.rejection();
    assertThat(rejection)
        .hasMessage("breaker payment: open, tried again in 20000 ms (the call was not made)")
        .isSameAs(breaker.rejection());
    assertThat(rejection.getStackTrace()).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThatThrownBy(() -> call(breaker, new IOException())).isSameAs(rejection);
  }

  @Test
  @DisplayName(
      "A-62: replicas do not try again at the same moment, and wait longer each time, up to a bound")
  void a62_recovery_is_jittered_and_grows() {
    var draws = new double[] {0, 0.5, 1, 0.5, 0.5};
    var next = new int[1];
    Breaker breaker =
        Breaker.named("payment")
            .failureThreshold(1)
            .consecutiveOnly()
            .recoveryTimeout(Duration.ofSeconds(2))
            .longestRecoveryTimeout(Duration.ofSeconds(15))
            .jitter(0.2)
            .clock(clock)
            .random(() -> draws[next[0]++])
            .listen(events::add)
            .build();
    for (int i = 0; i < draws.length; i++) {
      fail(breaker, 1);
      clock.advance(Duration.ofSeconds(15));
    }
    assertThat(events)
        .filteredOn(Opened.class::isInstance)
        .extracting(e -> ((Opened) e).openFor().toMillis())
        .containsExactly(1600L, 4000L, 9600L, 15000L, 15000L);
    succeed(breaker, 3);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  @DisplayName("A-63: every change is told, in order, and a listener that throws does no harm")
  void a63_events() {
    Breaker breaker =
        guide(b ->
            b.listen(_ -> {
              throw new IllegalStateException("a listener that throws, on purpose");
            }));
    var late = new ArrayList<BreakerState>();
    breaker.listen(e -> late.add(e.state()));
    fail(breaker, 3);
    clock.advance(RECOVERY);
    succeed(breaker, 3);
    breaker.operate(BreakerMode.FORCED_OPEN);
    assertThat(events)
        .hasExactlyElementsOfTypes(Opened.class, HalfOpened.class, Closed.class, ModeChanged.class);
    assertThat(events).extracting(BreakerEvent::order).isSorted().doesNotHaveDuplicates();
    assertThat(late)
        .containsExactly(
            BreakerState.OPEN,
            BreakerState.HALF_OPEN,
            BreakerState.CLOSED,
            BreakerState.FORCED_OPEN);
    assertThat(breaker.successes()).isEqualTo(3);
    assertThat(breaker.failures()).isEqualTo(3);
  }

  @Test
  void a_listener_may_use_the_breaker() {
    Breaker breaker = guide();
    breaker.listen(e -> {
      if (e instanceof Opened) {
        breaker.operate(BreakerMode.FORCED_CLOSED);
      }
    });
    fail(breaker, 3);
    assertThat(breaker.state()).isEqualTo(BreakerState.FORCED_CLOSED);
  }

  @Test
  void an_operator_can_force_it_open_or_closed_and_give_it_back() {
    Breaker breaker = guide();
    breaker.operate(BreakerMode.FORCED_OPEN);
    clock.advance(Duration.ofDays(1));
    assertThat(breaker.tryAcquire()).isEqualTo(REJECTED);
    assertThat(breaker.rejection())
        .hasMessage("breaker payment: forced open by an operator (the call was not made)");
    breaker.operate(BreakerMode.FORCED_CLOSED);
    fail(breaker, 50);
    assertThat(breaker.tryAcquire()).isNotEqualTo(REJECTED);
    breaker.operate(BreakerMode.AUTOMATIC);
    fail(breaker, 2);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void metrics_only_announces_each_run_once_and_admits_everything() {
    Breaker breaker = guide();
    breaker.operate(BreakerMode.METRICS_ONLY);
    fail(breaker, 7);
    succeed(breaker, 1);
    fail(breaker, 3);
    assertThat(breaker.tryAcquire()).isNotEqualTo(REJECTED);
    assertThat(breaker.state()).isEqualTo(BreakerState.METRICS_ONLY);
    assertThat(events).filteredOn(WouldOpen.class::isInstance).hasSize(2);
  }

  @Test
  void a_call_that_was_shed_gives_its_trial_back() {
    Breaker breaker = halfOpen(b -> b.trials(1));
    for (int i = 0; i < 10; i++) {
      long shed = breaker.tryAcquire();
      assertThat(shed).isNotEqualTo(REJECTED);
      breaker.released(shed);
    }
    succeed(breaker, 3);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void a_result_that_is_told_twice_counts_once() {
    Breaker breaker = halfOpen(b -> b);
    long trial = breaker.tryAcquire();
    breaker.succeeded(trial);
    breaker.succeeded(trial);
    breaker.succeeded(trial);
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
  }

  @Test
  void successes_that_are_counted_late_do_not_outlive_the_period() {
    Breaker breaker =
        guide(b -> b.minimumCalls(10).failureRatio(0.5).monitoringPeriod(Duration.ofSeconds(10)));
    for (int i = 0; i < 200_000; i++) { // 20,000 a second: the clock is read once in many calls
      succeed(breaker, 1);
      clock.advance(Duration.ofNanos(50_000));
    }
    fail(breaker, 1);
    assertThat(breaker.status().calls()).isBetween(178_000L, 200_001L);
    succeed(breaker, 700);
    clock.advance(Duration.ofSeconds(11));
    fail(breaker, 9);
    assertThat(breaker.status().calls()).isEqualTo(9);
    fail(breaker, 1);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  private static void call(Breaker breaker, Throwable thrown) throws Throwable {
    breaker.call(() -> {
      if (thrown instanceof Exception e) {
        throw e;
      }
      throw (Error) thrown;
    });
  }
}
