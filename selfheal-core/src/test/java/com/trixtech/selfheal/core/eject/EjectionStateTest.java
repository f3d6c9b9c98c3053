package com.trixtech.selfheal.core.eject;

import static com.trixtech.selfheal.core.eject.Result.GATEWAY_ERROR;
import static com.trixtech.selfheal.core.eject.Result.LOCAL_ORIGIN_FAILURE;
import static com.trixtech.selfheal.core.eject.Result.SERVER_ERROR;
import static com.trixtech.selfheal.core.eject.Result.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EjectionStateTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BASE = Duration.ofSeconds(30);

  private static EjectionSettings settings(
      int serverErrors, int gatewayErrors, int maxPercent, int minHealth) {
    return new EjectionSettings(
        serverErrors, gatewayErrors, false, 0, Duration.ofSeconds(10), BASE, maxPercent, minHealth);
  }

  private static EjectionState state(EjectionSettings settings, String... uids) {
    var state = new EjectionState(new EjectionPolicy(settings));
    state.members(List.of(uids));
    return state;
  }

  private static void fail(EjectionState state, String uid, int times, Instant now) {
    for (int i = 0; i < times; i++) {
      state.onResult(uid, GATEWAY_ERROR, now);
    }
  }

  @Test
  void gateway_errors_in_a_row_eject_and_a_success_between_starts_the_count_anew() {
    var state = state(settings(0, 5, 50, 0), "a", "b", "c");
    fail(state, "a", 4, T0);
    state.onResult("a", SUCCESS, T0);
    fail(state, "a", 4, T0);
    assertThat(state.mayUse("a", T0)).isTrue();
    assertThat(state.onResult("a", GATEWAY_ERROR, T0)).isTrue();
    assertThat(state.mayUse("a", T0)).isFalse();
    assertThat(state.ejectedUntil("a", T0)).isEqualTo(T0.plus(BASE));
  }

  @Test
  void failures_without_an_answer_count_as_gateway_errors_unless_they_are_counted_apart() {
    var together = state(settings(0, 3, 50, 0), "a", "b");
    for (int i = 0; i < 3; i++) {
      together.onResult("a", LOCAL_ORIGIN_FAILURE, T0);
    }
    assertThat(together.ejections("a")).isOne();
  }

  @Test
  void counted_apart_one_that_sheds_stays_and_one_that_does_not_answer_goes() {
    var apart = new EjectionSettings(0, 0, true, 3, Duration.ofSeconds(10), BASE, 50, 0);
    var state = state(apart, "sheds", "dead", "flaky");
    for (int i = 0; i < 100; i++) {
      state.onResult("sheds", GATEWAY_ERROR, T0);
      state.onResult("flaky", i % 3 == 2 ? GATEWAY_ERROR : LOCAL_ORIGIN_FAILURE, T0);
    }
    for (int i = 0; i < 3; i++) {
      state.onResult("dead", LOCAL_ORIGIN_FAILURE, T0);
    }
    assertThat(state.ejections("sheds")).isZero();
    assertThat(state.ejections("flaky")).isZero();
    assertThat(state.ejections("dead")).isOne();
  }

  @Test
  void a_50_an_applications_own_500_ejects_nobody_unless_asked_for() {
    var off = state(settings(0, 5, 50, 0), "a", "b");
    var on = state(settings(3, 0, 50, 0), "a", "b");
    for (int i = 0; i < 100; i++) {
      off.onResult("a", SERVER_ERROR, T0);
      on.onResult("a", SERVER_ERROR, T0);
    }
    assertThat(off.ejections("a")).isZero();
    assertThat(on.ejections("a")).isOne();
  }

  @Test
  void an_ejected_endpoint_returns_by_itself_with_a_clean_count() {
    var state = state(settings(0, 2, 50, 0), "a", "b");
    fail(state, "a", 2, T0);
    assertThat(state.mayUse("a", T0.plus(BASE).minusNanos(1))).isFalse();
    assertThat(state.mayUse("a", T0.plus(BASE))).isTrue();
    assertThat(state.onResult("a", GATEWAY_ERROR, T0.plus(BASE))).isFalse();
  }

  @Test
  void each_ejection_in_a_row_lasts_longer_and_healthy_intervals_shorten_it_again() {
    var state = state(settings(0, 1, 50, 0), "a", "b");
    Instant now = T0;
    for (int times = 1; times <= 3; times++) {
      fail(state, "a", 1, now);
      assertThat(state.ejectedUntil("a", now)).isEqualTo(now.plus(BASE.multipliedBy(times)));
      now = now.plus(BASE.multipliedBy(times));
    }
    now = now.plusSeconds(20); // two intervals of ten seconds: two of three are forgotten
    fail(state, "a", 1, now);
    assertThat(state.ejectedUntil("a", now)).isEqualTo(now.plus(BASE.multipliedBy(2)));
  }

  @Test
  void the_ejection_time_stops_growing_at_five_minutes() {
    assertThat(new EjectionPolicy(settings(0, 1, 50, 0)).ejectionTime(1000))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void the_percentage_rounds_down_but_one_of_two_may_go() {
    var policy = new EjectionPolicy(settings(0, 1, 50, 0));
    assertThat(
            List.of(
                policy.mostEjected(1),
                policy.mostEjected(2),
                policy.mostEjected(3),
                policy.mostEjected(5)))
        .containsExactly(0, 1, 1, 2);
    assertThat(new EjectionPolicy(settings(0, 1, 10, 0)).mostEjected(3)).isOne();
    assertThat(new EjectionPolicy(settings(0, 1, 0, 0)).mostEjected(3)).isZero();
  }

  @Test
  void when_all_are_ejected_by_order_all_are_used() {
    var state = state(settings(0, 1, 50, 0), "a", "b");
    state.eject("a", T0.plusSeconds(5));
    assertThat(state.mayUse("a", T0)).isFalse();
    state.eject("b", T0.plusSeconds(5));
    assertThat(state.mayUse("a", T0)).isTrue();
    assertThat(state.mayUse("b", T0)).isTrue();
    assertThat(state.mayUse("stranger", T0)).isFalse();
  }

  @Test
  void below_the_minimum_of_healthy_endpoints_ejections_are_ignored() {
    var state = state(settings(0, 1, 50, 70), "a", "b", "c");
    fail(state, "a", 1, T0);
    assertThat(state.ejectedUntil("a", T0)).isNotNull();
    assertThat(state.mayUse("a", T0)).isTrue();
  }

  @Test
  void an_order_ends_early_on_request_and_is_no_failure() {
    var state = state(settings(0, 1, 50, 0), "a", "b");
    state.eject("a", T0.plusSeconds(60));
    state.uneject("a", T0.plusSeconds(1));
    assertThat(state.mayUse("a", T0.plusSeconds(1))).isTrue();
    fail(state, "a", 1, T0.plusSeconds(1));
    assertThat(state.ejectedUntil("a", T0.plusSeconds(1))).isEqualTo(T0.plusSeconds(1).plus(BASE));
  }

  @Test
  void who_leaves_is_forgotten_and_its_late_results_change_nothing() {
    var state = state(settings(0, 1, 50, 0), "a", "b", "c");
    fail(state, "a", 1, T0);
    state.members(List.of("b", "c"));
    assertThat(state.ejected(T0)).isZero();
    assertThat(state.onResult("a", GATEWAY_ERROR, T0)).isFalse();
    state.members(List.of("a", "b", "c"));
    assertThat(state.mayUse("a", T0)).isTrue();
  }

  @Test
  void wrong_settings_are_named_with_what_was_expected() {
    assertThatThrownBy(() -> settings(0, 1, 101, 0))
        .hasMessage("maxEjectionPercent: 101 (expected: 0 to 100)");
    assertThatThrownBy(() -> settings(-1, 1, 10, 0))
        .hasMessage("consecutive5xxErrors: -1 (expected: >= 0)");
  }

  @Test
  void in_any_history_the_limit_holds_somebody_can_be_used_and_everybody_returns() {
    int refusedByLimit = 0;
    int grown = 0;
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int count = 1 + random.nextInt(8);
      List<String> uids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        uids.add("e" + i);
      }
      var policy =
          new EjectionPolicy(
              settings(
                  random.nextInt(4), random.nextInt(4), random.nextInt(101), random.nextInt(60)));
      var state = new EjectionState(policy);
      state.members(uids);
      Instant now = T0;
      for (int step = 0; step < 400; step++) {
        now = now.plusMillis(random.nextInt(3_000));
        String uid = uids.get(random.nextInt(count));
        Result result = Result.values()[random.nextInt(3)];
        Instant before = state.ejectedUntil(uid, now);
        boolean ejectedNow = state.onResult(uid, result, now);
        Instant after = state.ejectedUntil(uid, now);
        String where = "seed " + seed + " step " + step;
        assertThat(state.ejected(now)).as(where).isLessThanOrEqualTo(policy.mostEjected(count));
        if (ejectedNow) {
          assertThat(result).as(where).isNotEqualTo(SUCCESS);
          assertThat(before).as(where).isNull();
          assertThat(Duration.between(now, after))
              .as(where)
              .isBetween(BASE, EjectionPolicy.LONGEST);
          grown += Duration.between(now, after).compareTo(BASE) > 0 ? 1 : 0;
        } else {
          assertThat(after).as(where).isEqualTo(before);
        }
        refusedByLimit += !ejectedNow && state.ejected(now) == policy.mostEjected(count) ? 1 : 0;
        Instant at = now;
        assertThat(uids).as(where).anyMatch(u -> state.mayUse(u, at));
      }
      Instant later = now.plus(EjectionPolicy.LONGEST);
      assertThat(uids).as("seed " + seed).allMatch(u -> state.ejectedUntil(u, later) == null);
    }
    assertThat(grown).as("the search reached grown ejections").isPositive();
    assertThat(refusedByLimit).as("the search reached the limit").isPositive();
  }
}
