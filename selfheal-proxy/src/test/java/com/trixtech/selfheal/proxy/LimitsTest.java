package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connection limits, ejections by order, and what remains when nobody is left. */
class LimitsTest {
  @TempDir Path folder;
  private Bed bed;
  private Backend one;
  private Backend two;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(folder);
    one = bed.backend();
    two = bed.backend();
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void a_47_the_request_that_finds_the_queue_full_is_refused_at_once_and_says_why()
      throws Exception {
    bed.settings = Bed.limits(1, 1, 0, 20, 10);
    one.mode = Backend.Mode.HANG;
    bed.route(one);
    String get = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
    try (Http first = bed.client();
        Http second = bed.client();
        Http third = bed.client()) {
      first.write(get);
      Bed.until("first sent", () -> one.requests.get() == 1);
      second.write(get);
      Bed.until("second waits", () -> bed.stats().pending() == 1);
      Http.Message refused = third.get("/");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("x-selfheal-reason")).isEqualTo("overflow");
      assertThat(first.receive(false).status()).isEqualTo(504);
    }
    assertThat(bed.stats().counts().overflows()).isPositive();
  }

  @Test
  void who_waits_for_a_connection_gets_the_next_free_one() throws Exception {
    bed.settings = Bed.limits(1, 100, 0, 20, 10);
    bed.route(one);
    try (Load load = new Load(bed, 10, "")) {
      load.more(300);
      assertThat(load.failures).isEmpty();
    }
    assertThat(one.connections).hasValue(1);
  }

  @Test
  void a_48_a_connection_is_closed_after_its_share_of_requests_only_when_asked_for()
      throws Exception {
    bed.settings = Bed.limits(10, 10, 5, 20, 10);
    bed.route(one);
    try (Http client = bed.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
      assertThat(one.connections).hasValue(4);
      bed.settings = Bed.limits(10, 10, 0, 20, 10);
      bed.route(two);
      for (int i = 0; i < 20; i++) {
        client.get("/");
      }
      assertThat(two.connections).hasValue(1);
    }
  }

  @Test
  void without_endpoints_the_answer_is_immediate() throws Exception {
    bed.route();
    try (Http client = bed.client()) {
      Http.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("x-selfheal-reason")).isEqualTo("no-endpoints");
      bed.route(one);
      assertThat(client.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void an_endpoint_ejected_by_order_gets_nothing_until_it_is_over_and_all_ejected_means_all_used()
      throws Exception {
    bed.route(one, two);
    assertThat(bed.proxy.eject(new EjectOrder("web", one.uid, 60))).isTrue();
    assertThat(bed.proxy.eject(new EjectOrder("web", "stranger", 60))).isFalse();
    try (Http client = bed.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/").text()).isEqualTo(two.uid);
      }
      bed.proxy.eject(new EjectOrder("web", two.uid, 60));
      assertThat(client.get("/").status()).isEqualTo(200);
      bed.proxy.uneject(new EjectOrder("web", one.uid, 0));
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/").text()).isEqualTo(one.uid);
      }
    }
  }

  @Test
  void gateway_errors_in_a_row_take_an_endpoint_out_and_the_stats_say_so() throws Exception {
    two.mode = Backend.Mode.RESET;
    bed.route(one, two);
    try (Http client = bed.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
    assertThat(bed.stats(two).ejectedUntil()).isNotNull();
    assertThat(bed.stats(two).ejections()).isOne();
    assertThat(bed.stats(two).counts().requests()).isEqualTo(5);
    assertThat(bed.stats(one).p99Ms()).isPositive();
    assertThat(bed.stats(one).answers().values().stream().mapToLong(n -> n).sum())
        .as("every answer's time is counted")
        .isEqualTo(bed.stats(one).counts().ok());
  }

  @Test
  void quantiles_come_from_the_last_windows_only() {
    var latencies = new Latencies();
    long second = 1_000_000_000L;
    for (int ms = 1; ms <= 100; ms++) {
      latencies.record(ms * 1_000_000L, second);
    }
    assertThat(latencies.quantileMs(0.5, 2 * second)).isBetween(50.0, 54.0);
    assertThat(latencies.quantileMs(0.99, 12 * second)).isBetween(99.0, 106.0);
    assertThat(latencies.quantileMs(0.99, 40 * second)).isNull();
  }

  @Test
  void statistics_of_an_earlier_proxy_are_read_without_the_times_of_its_answers() throws Exception {
    String earlier =
        """
        {"uid":"a","name":"a","release":"r","inFlight":0,"pending":0,"connections":0,"draining":false,"ejections":0,
         "counts":{"requests":1,"ok":1,"redirects":0,"clientErrors":0,"serverErrors":0,"gatewayErrors":0,
         "connectFailures":0,"resets":0,"timeouts":0,"retries":0,"retriesRefused":0,"overflows":0,"cancelled":0}}
        """;
    assertThat(Wire.json().readValue(earlier, EndpointStats.class).answers()).isEmpty();
  }

  @Test
  void the_counts_of_answers_by_their_time_are_for_ever_and_their_bounds_at_most_7_percent_high() {
    var latencies = new Latencies();
    latencies.record(2_000_000, 0);
    latencies.record(300_000_000, 0);
    latencies.record(300_000_000, 60_000_000_000L);
    Map<Long, Long> totals = latencies.totals();
    assertThat(totals.values()).containsExactly(1L, 2L);
    List<Long> bounds = List.copyOf(totals.keySet());
    assertThat(bounds.get(0)).isBetween(2_000L, 2_140L);
    assertThat(bounds.get(1)).isBetween(300_000L, 321_000L);
  }
}
