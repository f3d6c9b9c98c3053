package com.trixtech.selfheal.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.proxy.wire.Counts;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrafficWindowTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration TEN = Duration.ofSeconds(10);

  private final TrafficWindow window = new TrafficWindow();

  @Test
  void the_first_statistics_only_say_where_the_counters_stand() {
    window.add(stats(0, endpoint("a", 1000, 50)));
    assertThat(of("a")).contains(traffic(0, 0, 0));
    assertThat(of("unknown")).isEmpty();
  }

  @Test
  void what_grew_within_the_window_counts_and_what_is_older_does_not() {
    window.add(stats(0, endpoint("a", 100, 0)));
    window.add(stats(5, endpoint("a", 110, 4)));
    assertThat(of("a")).contains(traffic(5, 10, 4));
    window.add(stats(14, endpoint("a", 113, 4)));
    assertThat(of("a")).contains(traffic(14, 13, 4));
    window.add(stats(15, endpoint("a", 113, 5)));
    assertThat(of("a")).contains(traffic(15, 3, 1));
  }

  @Test
  void an_instance_that_appears_later_counts_from_its_first_request() {
    window.add(stats(0));
    window.add(stats(1, endpoint("new", 7, 1)));
    assertThat(of("new")).contains(traffic(1, 7, 1));
  }

  @Test
  void counters_that_go_backwards_are_a_new_proxy_whose_counts_are_all_new() {
    window.add(stats(0, endpoint("a", 100, 3)));
    window.add(stats(1, endpoint("a", 110, 3)));
    window.add(stats(2, endpoint("a", 6, 2)));
    assertThat(of("a")).contains(traffic(2, 16, 2));
  }

  @Test
  void a_client_that_goes_away_is_not_mistaken_for_a_new_proxy() {
    window.add(stats(0, endpoint("a", 100, 0, 0)));
    window.add(stats(1, endpoint("a", 100, 0, 1)));
    window.add(stats(2, endpoint("a", 105, 0, 2)));
    assertThat(of("a")).contains(traffic(2, 3, 0));
  }

  @Test
  void an_error_that_is_counted_after_its_request_never_exceeds_the_requests() {
    window.add(stats(0, endpoint("a", 1, 0)));
    window.add(stats(1, endpoint("a", 1, 1)));
    assertThat(of("a")).contains(traffic(1, 1, 1));
  }

  @Test
  void an_instance_that_leaves_and_returns_never_shows_less_than_nothing() {
    window.add(stats(0, endpoint("a", 0, 0)));
    window.add(stats(1, endpoint("a", 50, 5)));
    window.add(stats(2));
    assertThat(of("a")).isEmpty();
    window.add(stats(3, endpoint("a", 2, 0)));
    assertThat(of("a")).contains(traffic(3, 52, 5));
    window.add(stats(12, endpoint("a", 2, 0)));
    assertThat(of("a")).contains(traffic(12, 2, 0));
  }

  @Test
  void an_instance_behind_two_services_is_one_instance() {
    ProxyStats empty = stats(0, endpoint("a", 0, 0));
    window.add(empty);
    List<ServiceStats> twice = new ArrayList<>(stats(1, endpoint("a", 3, 1)).services());
    twice.addAll(stats(1, endpoint("a", 4, 2)).services());
    window.add(new ProxyStats(T0.plusSeconds(1), 1, twice));
    assertThat(of("a")).contains(traffic(1, 7, 3));
  }

  @Test
  void without_new_statistics_the_time_shows_their_age() {
    window.add(stats(1, endpoint("a", 0, 0)));
    window.add(stats(1, endpoint("a", 9, 0)));
    assertThat(of("a")).contains(traffic(1, 0, 0));
  }

  @Test
  void what_the_process_before_met_with_is_no_evidence_against_the_one_that_runs() {
    window.add(stats(0, endpoint("a", 0, 0)));
    window.add(stats(1, endpoint("a", 100, 0)));
    window.add(stats(2, endpoint("a", 160, 60)));
    window.add(stats(3, endpoint("a", 190, 62)));
    assertThat(of("a")).contains(traffic(3, 190, 62));
    assertThat(window.of("a", T0.plusMillis(1900), TEN)).contains(traffic(3, 30, 2));
    assertThat(window.of("a", T0.plusSeconds(2), TEN)).contains(traffic(3, 30, 2));
    assertThat(window.of("a", T0.plusSeconds(9), TEN)).contains(traffic(3, 0, 0));
  }

  @Test
  void each_policy_has_its_own_window_and_one_that_is_longer_than_ever_fills_from_now_on() {
    for (int second = 0; second <= 40; second++) {
      window.add(stats(second, endpoint("a", second, 0)));
    }
    assertThat(requests(Duration.ofSeconds(3))).isEqualTo(3);
    assertThat(requests(TEN)).isEqualTo(10);
    assertThat(requests(Duration.ofSeconds(30))).isEqualTo(10);
    for (int second = 41; second <= 80; second++) {
      window.add(stats(second, endpoint("a", second, 0)));
    }
    assertThat(requests(Duration.ofSeconds(3))).isEqualTo(3);
    assertThat(requests(Duration.ofSeconds(30))).isEqualTo(30);
  }

  @Test
  void the_percentile_is_of_the_answers_in_the_window_and_of_the_present_run_only() {
    window.add(stats(0, answers(Map.of(10_000L, 5L))));
    window.add(stats(5, answers(Map.of(10_000L, 5L, 20_000L, 100L, 3_000_000L, 2L))));
    assertThat(p99(Instant.MIN)).isEqualTo(Duration.ofSeconds(3));
    window.add(stats(8, answers(Map.of(10_000L, 105L, 20_000L, 100L, 3_000_000L, 2L))));
    assertThat(p99(Instant.MIN)).as("2 of 202 are no hundredth").isEqualTo(Duration.ofMillis(20));
    assertThat(p99(T0.plusSeconds(5))).isEqualTo(Duration.ofMillis(10));
    window.add(stats(16, answers(Map.of(10_000L, 105L, 20_000L, 101L, 3_000_000L, 2L))));
    assertThat(p99(Instant.MIN)).as("1 of 101 is").isEqualTo(Duration.ofMillis(10));
    window.add(stats(17, answers(Map.of(1_000L, 7L))));
    assertThat(p99(T0.plusSeconds(16))).as("of a new proxy").isEqualTo(Duration.ofMillis(1));
    window.add(stats(40, answers(Map.of(1_000L, 7L))));
    assertThat(window.of("a", Instant.MIN, TEN).orElseThrow().p99()).isNull();
  }

  private @Nullable Duration p99(Instant since) {
    return window.of("a", since, TEN).orElseThrow().p99();
  }

  private long requests(Duration over) {
    return window.of("a", Instant.MIN, over).orElseThrow().requests();
  }

  private static EndpointStats answers(Map<Long, Long> byBound) {
    long requests = byBound.values().stream().mapToLong(n -> n).sum();
    return endpoint("a", requests, 0, 0, byBound);
  }

  private Optional<Traffic> of(String uid) {
    return window.of(uid, Instant.MIN, TEN);
  }

  /** Of the errors of {@link #endpoint}, the half that were no answers. */
  private static Traffic traffic(int second, long requests, long errors) {
    return new Traffic(T0.plusSeconds(second), requests, errors, errors - errors / 2, null);
  }

  private static ProxyStats stats(int second, EndpointStats... endpoints) {
    Counts all = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return new ProxyStats(
        T0.plusSeconds(second),
        1,
        List.of(
            new ServiceStats(
                "backend", Protocol.HTTP, all, 0, 0, 0, null, null, List.of(endpoints))));
  }

  private static EndpointStats endpoint(String uid, long requests, long errors) {
    return endpoint(uid, requests, errors, 0);
  }

  private static EndpointStats endpoint(String uid, long requests, long errors, long cancelled) {
    return endpoint(uid, requests, errors, cancelled, Map.of());
  }

  private static EndpointStats endpoint(
      String uid, long requests, long errors, long cancelled, Map<Long, Long> answers) {
    long serverErrors = errors / 2;
    Counts counts =
        new Counts(
            requests, 0, 0, 0, serverErrors, 0, errors - serverErrors, 0, 0, 0, 0, 0, cancelled);
    return new EndpointStats(uid, uid, "r1", counts, 0, 0, 0, false, null, 0, null, null, answers);
  }
}
